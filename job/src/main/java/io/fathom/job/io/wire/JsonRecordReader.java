package io.fathom.job.io.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Builds records from plain JSON by their schema; a value that does not fit is named with its path. */
final class JsonRecordReader {
    private final SpecificData model;

    JsonRecordReader(SpecificData model) {
        this.model = model;
    }

    IndexedRecord record(Schema schema, JsonNode object, String path) throws UndecodableException {
        if (!object.isObject()) {
            throw mismatch(path, "a JSON object", object);
        }
        IndexedRecord record = (IndexedRecord) model.newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            JsonNode node = object.get(field.name());
            String name = path.isEmpty() ? field.name() : path + "." + field.name();
            record.put(field.pos(), node == null ? byDefault(field, name) : value(field.schema(), node, name));
        }
        return record;
    }

    private @Nullable Object byDefault(Schema.Field field, String name) throws UndecodableException {
        if (!field.hasDefaultValue()) {
            throw new UndecodableException("field '" + name + "' is required, but is absent");
        }
        return model.deepCopy(field.schema(), model.getDefaultValue(field));
    }

    private @Nullable Object value(Schema schema, JsonNode node, String path) throws UndecodableException {
        return switch (schema.getType()) {
            case UNION -> optional(schema, node, path);
            case RECORD -> record(schema, node, path);
            case ENUM -> symbol(schema, node, path);
            case ARRAY -> array(schema, node, path);
            case MAP -> map(schema, node, path);
            case STRING ->
                WellFormed.text(expect(node.isTextual(), path, "a string", node).textValue());
            case BYTES -> bytes(node, path);
            case INT ->
                expect(isWhole(node) && node.canConvertToInt(), path, "a whole number of 32 bits", node)
                        .intValue();
            case LONG -> whole(schema, node, path);
            case FLOAT -> expect(node.isNumber(), path, "a number", node).floatValue();
            case DOUBLE -> expect(node.isNumber(), path, "a number", node).doubleValue();
            case BOOLEAN ->
                expect(node.isBoolean(), path, "true or false", node).booleanValue();
            case NULL, FIXED -> throw new IllegalStateException("no JSON form for " + schema.getType());
        };
    }

    /** The topics' unions are all of null and one other type. */
    private @Nullable Object optional(Schema union, JsonNode node, String path) throws UndecodableException {
        if (node.isNull()) {
            return null;
        }
        Schema other = union.getTypes().stream()
                .filter(s -> s.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
        return value(other, node, path);
    }

    private Object symbol(Schema schema, JsonNode node, String path) throws UndecodableException {
        String name = expect(node.isTextual(), path, "one of " + schema.getEnumSymbols(), node)
                .textValue();
        if (schema.hasEnumSymbol(name)) {
            return model.createEnum(name, schema);
        }
        if (schema.getEnumDefault() != null) {
            return model.createEnum(schema.getEnumDefault(), schema);
        }
        throw mismatch(path, "one of " + schema.getEnumSymbols(), node);
    }

    private List<@Nullable Object> array(Schema schema, JsonNode node, String path) throws UndecodableException {
        expect(node.isArray(), path, "a JSON array", node);
        List<@Nullable Object> items = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            items.add(value(schema.getElementType(), item, path + "[" + items.size() + "]"));
        }
        return items;
    }

    private Map<String, @Nullable Object> map(Schema schema, JsonNode node, String path) throws UndecodableException {
        expect(node.isObject(), path, "a JSON object", node);
        Map<String, @Nullable Object> map = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String key = WellFormed.text(entry.getKey());
            map.put(key, value(schema.getValueType(), entry.getValue(), path + "." + key));
        }
        return map;
    }

    private static ByteBuffer bytes(JsonNode node, String path) throws UndecodableException {
        try {
            return ByteBuffer.wrap(
                    expect(node.isTextual(), path, "Base64", node).binaryValue());
        } catch (IOException e) {
            throw mismatch(path, "Base64", node);
        }
    }

    private static Object whole(Schema schema, JsonNode node, String path) throws UndecodableException {
        boolean whole = isWhole(node) && node.canConvertToLong();
        if (!(schema.getLogicalType() instanceof LogicalTypes.TimestampMillis)) {
            return expect(whole, path, "a whole number of 64 bits", node).longValue();
        }
        if (whole) {
            return Instant.ofEpochMilli(node.longValue());
        }
        try {
            String text =
                    expect(node.isTextual(), path, "an ISO-8601 time", node).textValue();
            return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw mismatch(path, "an ISO-8601 time such as 2026-01-31T12:00:00Z, or milliseconds since 1970", node);
        }
    }

    private static boolean isWhole(JsonNode node) {
        return node.isIntegralNumber();
    }

    private static JsonNode expect(boolean fits, String path, String wanted, JsonNode node)
            throws UndecodableException {
        if (!fits) {
            throw mismatch(path, wanted, node);
        }
        return node;
    }

    private static UndecodableException mismatch(String path, String wanted, JsonNode node) {
        return new UndecodableException("field '" + path + "' must be " + wanted + ", but was a JSON " + kind(node));
    }

    static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
