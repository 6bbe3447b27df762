package io.fathom.model.tensors;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fathom.model.tensors.SafetensorsHeader.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the header of a safetensors file and believes nothing of it.
 *
 * @param file its name, for messages
 * @param types numbers that it may hold
 */
record HeaderParser(String file, Set<NumberType> types) {
    private static final long MOST_HEADER_BYTES = 16L << 20;
    private static final String METADATA = "__metadata__";
    private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** How many bytes of header follow the first eight bytes of {@code start}. */
    long length(byte[] start, long fileBytes) {
        require(
                start.length >= SafetensorsHeader.LENGTH_BYTES,
                "must begin with 8 bytes of length, but has " + start.length + " bytes");
        long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
        long most = Math.min(MOST_HEADER_BYTES, fileBytes - SafetensorsHeader.LENGTH_BYTES);
        require(
                length >= 2 && length <= most,
                "must have a header of 2 to " + most + " bytes, but states " + Long.toUnsignedString(length));
        return length;
    }

    /** Every tensor, in the order of the data. */
    Map<String, Tensor> tensors(byte[] json, long dataBytes) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : parsed(json).properties()) {
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
            }
        }
        return inDataOrder(tensors, dataBytes);
    }

    private JsonNode parsed(byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + " must have a JSON header without doubled names, but it cannot be parsed", e);
        }
        require(root.isObject(), "must have a JSON object as header, but has something else");
        return root;
    }

    private Tensor tensor(String name, JsonNode entry) {
        require(
                entry.isObject() && fieldNames(entry).equals(FIELDS),
                "must say dtype, shape and data_offsets of tensor '" + name + "' and nothing else, but does not");
        NumberType type = type(name, entry.path("dtype").asText());
        long[] shape = numbers(name, entry.path("shape"));
        long[] offsets = numbers(name, entry.path("data_offsets"));
        require(
                offsets.length == 2 && offsets[0] <= offsets[1],
                "must give tensor '" + name + "' two offsets in order, but gives " + Arrays.toString(offsets));
        long bytes = type.bytes();
        for (long size : shape) {
            require(
                    size == 0 || bytes <= Integer.MAX_VALUE / size,
                    "must hold tensors of at most 2 GiB, but '" + name + "' has the shape " + Arrays.toString(shape));
            bytes *= size;
        }
        require(
                offsets[1] - offsets[0] == bytes,
                "must give tensor '" + name + "' " + bytes + " bytes (" + type + " of shape " + Arrays.toString(shape)
                        + "), but gives " + (offsets[1] - offsets[0]));
        return new Tensor(type, shape, offsets[0], offsets[1]);
    }

    private NumberType type(String name, String dtype) {
        return NumberType.named(dtype)
                .filter(types::contains)
                .orElseThrow(() -> new IllegalArgumentException(file + " must hold "
                        + types.stream().map(Enum::name).sorted().collect(Collectors.joining(", "))
                        + " tensors only, but '" + name + "' is " + dtype));
    }

    private static Set<String> fieldNames(JsonNode entry) {
        return entry.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private long[] numbers(String name, JsonNode list) {
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

    private Map<String, Tensor> inDataOrder(Map<String, Tensor> tensors, long dataBytes) {
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

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(file + " " + rule);
        }
    }
}
