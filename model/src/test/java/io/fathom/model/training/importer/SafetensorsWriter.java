package io.fathom.model.training.importer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Writes safetensors as other programs do, in any of their types of number. */
final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /** A tensor to be written. */
    @SuppressWarnings("ArrayRecordComponent")
    record Tensor(long[] shape, float[] values) {}

    static void write(Path file, Map<String, Tensor> tensors, String dtype) throws IOException {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            int begin = data.size();
            data.write(bytes(entry.getValue().values(), dtype));
            header.append(",\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(
                            entry.getKey(),
                            dtype,
                            Arrays.toString(entry.getValue().shape()),
                            begin,
                            data.size()));
        }
        byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + json.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(json.length).put(json).put(data.toByteArray());
        Files.write(file, all.array());
    }

    private static byte[] bytes(float[] values, String dtype) {
        int each =
                switch (dtype) {
                    case "F32" -> 4;
                    case "F16", "BF16" -> 2;
                    case "I8" -> 1;
                    default -> throw new IllegalArgumentException(dtype);
                };
        ByteBuffer bytes = ByteBuffer.allocate(values.length * each).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            switch (dtype) {
                case "F32" -> bytes.putFloat(value);
                case "BF16" -> bytes.putShort((short) (Float.floatToIntBits(value) >> 16));
                case "F16" -> bytes.putShort(half(value));
                default -> bytes.put((byte) value);
            }
        }
        return bytes.array();
    }

    /** Of numbers that are normal in half precision; the rest of the mantissa is cut off. */
    private static short half(float value) {
        int bits = Float.floatToIntBits(value);
        int exponent = (bits >> 23 & 0xff) - 127 + 15;
        int sign = bits >> 16 & 0x8000;
        int mantissa = bits >> 13 & 0x3ff;
        return (short) (exponent <= 0 ? sign : sign | exponent << 10 | mantissa);
    }
}
