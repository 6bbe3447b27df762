package io.fathom.model.tensors;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The header of a safetensors file, checked before anyone relies on it.
 *
 * <p>Layout: 8 bytes little-endian length n, n bytes JSON from name to {@code dtype}, {@code shape} and
 * {@code data_offsets}, then the data. Offsets count from the start of the data; the tensors cover it without gap and
 * without overlap.
 *
 * @param tensors by name, in the order of their data
 * @param dataStart where the data begins in the file
 */
public record SafetensorsHeader(Map<String, Tensor> tensors, int dataStart) {
    static final int LENGTH_BYTES = 8;
    private static final int ALIGNMENT = 8;
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * One tensor.
     *
     * @param type of its numbers
     * @param shape sizes of its dimensions
     * @param begin first byte, counted from the start of the data
     * @param end one behind its last byte
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Tensor(NumberType type, long[] shape, long begin, long end) {
        public int values() {
            return Math.toIntExact((end - begin) / type.bytes());
        }
    }

    public SafetensorsHeader {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** The start of a file that holds float32 tensors of these shapes, in this order; the data begins at a multiple of 8. */
    public static byte[] encode(Map<String, long[]> shapes) {
        return encode(shapes, name -> NumberType.F32);
    }

    /** The same with numbers of several types. */
    public static byte[] encode(Map<String, long[]> shapes, Function<String, NumberType> types) {
        ObjectNode root = JSON.createObjectNode();
        long at = 0;
        for (Map.Entry<String, long[]> entry : shapes.entrySet()) {
            NumberType type = types.apply(entry.getKey());
            ObjectNode tensor = root.putObject(entry.getKey()).put("dtype", type.name());
            ArrayNode shape = tensor.putArray("shape");
            Arrays.stream(entry.getValue()).forEach(shape::add);
            long end = at + type.bytes() * Arrays.stream(entry.getValue()).reduce(1, Math::multiplyExact);
            tensor.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        byte[] json;
        try {
            json = JSON.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a tree of strings and numbers always serialises
        }
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = Arrays.copyOf(json, padded);
        Arrays.fill(header, json.length, padded, (byte) ' ');
        return ByteBuffer.allocate(LENGTH_BYTES + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put(header)
                .array();
    }

    /**
     * Of a whole file in memory.
     *
     * @param file its name, for messages
     * @param types numbers that it may hold
     * @throws IllegalArgumentException if the file is not a complete safetensors file of such numbers
     */
    public static SafetensorsHeader parse(String file, byte[] bytes, Set<NumberType> types) {
        long length = new HeaderParser(file, types).length(bytes, bytes.length);
        return parse(file, Arrays.copyOfRange(bytes, LENGTH_BYTES, LENGTH_BYTES + (int) length), bytes.length, types);
    }

    /**
     * Of a file that lies elsewhere.
     *
     * @param json the header's bytes, behind the length
     * @param fileBytes size of the whole file
     */
    static SafetensorsHeader parse(String file, byte[] json, long fileBytes, Set<NumberType> types) {
        int dataStart = LENGTH_BYTES + json.length;
        return new SafetensorsHeader(new HeaderParser(file, types).tensors(json, fileBytes - dataStart), dataStart);
    }
}
