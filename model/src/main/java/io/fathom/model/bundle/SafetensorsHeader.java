package io.fathom.model.bundle;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The header of a safetensors file of float32 tensors, checked before anyone relies on it.
 *
 * <p>Layout: 8 bytes little-endian length n, n bytes JSON from name to {@code dtype}, {@code shape} and
 * {@code data_offsets}, then the data. Offsets count from the start of the data; the tensors cover it without gap and
 * without overlap.
 *
 * @param tensors by name, in the order of their data
 * @param dataStart where the data begins in the file
 */
record SafetensorsHeader(Map<String, Tensor> tensors, int dataStart) {
    private static final int LENGTH_BYTES = 8;
    private static final long MOST_HEADER_BYTES = 16L << 20;
    private static final int ALIGNMENT = 8;
    private static final String METADATA = "__metadata__";
    private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * One tensor.
     *
     * @param shape sizes of its dimensions
     * @param begin first byte, counted from the start of the data
     * @param end one behind its last byte
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Tensor(long[] shape, long begin, long end) {
        int values() {
            return Math.toIntExact((end - begin) / Float.BYTES);
        }
    }

    SafetensorsHeader {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** The start of a file that holds float32 tensors of these shapes, in this order; the data begins at a multiple of 8. */
    static byte[] encode(Map<String, long[]> shapes) {
        ObjectNode root = JSON.createObjectNode();
        long at = 0;
        for (Map.Entry<String, long[]> entry : shapes.entrySet()) {
            ObjectNode tensor = root.putObject(entry.getKey()).put("dtype", "F32");
            ArrayNode shape = tensor.putArray("shape");
            Arrays.stream(entry.getValue()).forEach(shape::add);
            long end = at + Float.BYTES * Arrays.stream(entry.getValue()).reduce(1, Math::multiplyExact);
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

    /** @throws IllegalArgumentException if the file is not a complete safetensors file of float32 tensors */
    static SafetensorsHeader parse(byte[] file) {
        require(file.length >= LENGTH_BYTES, "must begin with 8 bytes of length, but has " + file.length + " bytes");
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        long most = Math.min(MOST_HEADER_BYTES, file.length - LENGTH_BYTES);
        require(
                length >= 2 && length <= most,
                "must have a header of 2 to " + most + " bytes, but states " + Long.toUnsignedString(length));
        JsonNode root = json(file, (int) length);
        int dataStart = LENGTH_BYTES + (int) length;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
            }
        }
        return new SafetensorsHeader(inDataOrder(tensors, file.length - dataStart), dataStart);
    }

    private static JsonNode json(byte[] file, int length) {
        JsonNode root;
        try {
            root = JSON.readTree(file, LENGTH_BYTES, length);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    BundleFiles.WEIGHTS + " must have a JSON header without doubled names, but it cannot be parsed", e);
        }
        require(root.isObject(), "must have a JSON object as header, but has something else");
        return root;
    }

    private static Tensor tensor(String name, JsonNode entry) {
        require(
                entry.isObject() && fieldNames(entry).equals(FIELDS),
                "must say dtype, shape and data_offsets of tensor '" + name + "' and nothing else, but does not");
        String dtype = entry.path("dtype").asText();
        require(dtype.equals("F32"), "must hold F32 tensors only, but '" + name + "' is " + dtype);
        long[] shape = numbers(name, entry.path("shape"));
        long[] offsets = numbers(name, entry.path("data_offsets"));
        require(
                offsets.length == 2 && offsets[0] <= offsets[1],
                "must give tensor '" + name + "' two offsets in order, but gives " + Arrays.toString(offsets));
        long bytes = Float.BYTES;
        for (long size : shape) {
            require(
                    size == 0 || bytes <= Integer.MAX_VALUE / size,
                    "must hold tensors of at most 2 GiB, but '" + name + "' has the shape " + Arrays.toString(shape));
            bytes *= size;
        }
        require(
                offsets[1] - offsets[0] == bytes,
                "must give tensor '" + name + "' " + bytes + " bytes (float32 of shape " + Arrays.toString(shape)
                        + "), but gives " + (offsets[1] - offsets[0]));
        return new Tensor(shape, offsets[0], offsets[1]);
    }

    private static Set<String> fieldNames(JsonNode entry) {
        return entry.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static long[] numbers(String name, JsonNode list) {
        boolean natural = list.isArray();
        for (JsonNode number : list) {
            natural &= number.isIntegralNumber() && number.canConvertToLong() && number.asLong() >= 0;
        }
        require(natural, "must give shape and offsets of tensor '" + name + "' as whole numbers, but gives " + list);
        long[] numbers = new long[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).asLong();
        }
        return numbers;
    }

    private static Map<String, Tensor> inDataOrder(Map<String, Tensor> tensors, int dataBytes) {
        List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
        ordered.sort(Comparator.comparingLong(
                        (Map.Entry<String, Tensor> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end()));
        Map<String, Tensor> result = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, Tensor> entry : ordered) {
            Tensor tensor = entry.getValue();
            require(
                    tensor.begin() == at,
                    "must hold its tensors without gap or overlap, but '" + entry.getKey() + "' begins at "
                            + tensor.begin() + " where " + at + " is next");
            at = tensor.end();
            result.put(entry.getKey(), tensor);
        }
        require(at == dataBytes, "must hold " + at + " bytes of data (as its header says), but holds " + dataBytes);
        return result;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(BundleFiles.WEIGHTS + " " + rule);
        }
    }
}
