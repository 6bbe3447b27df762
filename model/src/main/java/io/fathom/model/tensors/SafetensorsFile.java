package io.fathom.model.tensors;

import io.fathom.model.tensors.SafetensorsHeader.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A safetensors file on disk; float16 and bfloat16 are widened to float32, which is exact. */
public final class SafetensorsFile implements TensorSource {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path file;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path file, SafetensorsHeader header) {
        this.file = file;
        this.header = header;
    }

    /**
     * Reads the header only.
     *
     * @throws IllegalArgumentException if this is no complete safetensors file
     */
    public static SafetensorsFile open(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        HeaderParser parser = new HeaderParser(name, EnumSet.allOf(NumberType.class));
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer start = ByteBuffer.allocate((int) Math.min(SafetensorsHeader.LENGTH_BYTES, channel.size()));
            fill(start, channel, name);
            ByteBuffer json = ByteBuffer.allocate((int) parser.length(start.array(), channel.size()));
            fill(json, channel, name);
            return new SafetensorsFile(
                    file, SafetensorsHeader.parse(name, json.array(), channel.size(), EnumSet.allOf(NumberType.class)));
        }
    }

    @Override
    public Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        header.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    @Override
    public void read(Predicate<String> wanted, Reader reader) throws IOException {
        try (SeekableByteChannel channel = FileChannel.open(file)) {
            for (Map.Entry<String, Tensor> entry : header.tensors().entrySet()) {
                if (wanted.test(entry.getKey())) {
                    reader.accept(entry.getKey(), values(channel, entry.getKey(), entry.getValue()));
                }
            }
        }
    }

    private float[] values(SeekableByteChannel channel, String name, Tensor tensor) throws IOException {
        if (!tensor.type().isFloat()) {
            throw new IllegalArgumentException(file.getFileName() + " must hold '" + name
                    + "' as F32, F16 or BF16, but holds it as " + tensor.type().name());
        }
        float[] values = new float[tensor.values()];
        channel.position(header.dataStart() + tensor.begin());
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int perChunk = CHUNK_BYTES / tensor.type().bytes();
        for (int at = 0; at < values.length; at += perChunk) {
            int count = Math.min(perChunk, values.length - at);
            chunk.clear().limit(count * tensor.type().bytes());
            fill(chunk, channel, String.valueOf(file.getFileName()));
            chunk.flip();
            for (int i = at; i < at + count; i++) {
                values[i] = tensor.type().read(chunk);
            }
        }
        return values;
    }

    private static void fill(ByteBuffer buffer, SeekableByteChannel channel, String name) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IllegalArgumentException(name + " must have " + (channel.position() + buffer.remaining())
                        + " bytes or more, but ends after " + channel.position());
            }
        }
    }
}
