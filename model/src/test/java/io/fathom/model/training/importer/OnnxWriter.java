package io.fathom.model.training.importer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes ONNX models, field by field, as far as tests need it. */
final class OnnxWriter {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

    OnnxWriter node(String name, String operator, List<String> inputs, String output) {
        return node(name, operator, inputs, output, new byte[0]);
    }

    private OnnxWriter node(String name, String operator, List<String> inputs, String output, byte[] attribute) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        inputs.forEach(input -> bytes(node, 1, utf8(input)));
        bytes(node, 2, utf8(output));
        bytes(node, 3, utf8(name));
        bytes(node, 4, utf8(operator));
        if (attribute.length > 0) {
            bytes(node, 5, attribute);
        }
        bytes(graph, 1, node.toByteArray());
        return this;
    }

    /** A constant of whole numbers. */
    OnnxWriter constant(String output, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            raw.putLong(value);
        }
        return constant(output, tensor("", INT64, new long[] {values.length}, raw.array()));
    }

    /** A constant of one floating-point number. */
    OnnxWriter constant(String output, float value) {
        byte[] raw = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
        return constant(output, tensor("", FLOAT, new long[0], raw));
    }

    private OnnxWriter constant(String output, byte[] tensor) {
        ByteArrayOutputStream attribute = new ByteArrayOutputStream();
        bytes(attribute, 1, utf8("value"));
        bytes(attribute, 5, tensor);
        return node("", "Constant", List.of(), output, attribute.toByteArray());
    }

    OnnxWriter initialiser(String name, long[] shape, float[] values) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        bytes(graph, 5, tensor(name, FLOAT, shape, raw.array()));
        return this;
    }

    /** An initialiser whose data lie in another file. */
    OnnxWriter external(String name) {
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        bytes(tensor, 8, utf8(name));
        number(tensor, 2, FLOAT);
        number(tensor, 14, 1);
        bytes(graph, 5, tensor.toByteArray());
        return this;
    }

    byte[] model() {
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        number(model, 1, 6);
        bytes(model, 2, utf8("test"));
        bytes(model, 7, graph.toByteArray());
        return model.toByteArray();
    }

    private static byte[] tensor(String name, int type, long[] shape, byte[] raw) {
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        for (long size : shape) {
            number(tensor, 1, size);
        }
        number(tensor, 2, type);
        bytes(tensor, 8, utf8(name));
        bytes(tensor, 9, raw);
        return tensor.toByteArray();
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] bytes) {
        varint(out, (long) field << 3 | 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int field, long value) {
        varint(out, (long) field << 3);
        varint(out, value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        while (left >>> 7 != 0) {
            out.write((int) (left & 0x7f) + 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
