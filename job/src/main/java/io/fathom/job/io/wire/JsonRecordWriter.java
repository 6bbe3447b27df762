package io.fathom.job.io.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** Writes records as plain JSON: unions as their value, not tagged with a type as in Avro's own JSON. */
final class JsonRecordWriter {

    private JsonRecordWriter() {}

    /** Absent values are left out. */
    static void write(Schema schema, IndexedRecord record, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Schema.Field field : schema.getFields()) {
            Object value = record.get(field.pos());
            if (value != null) {
                out.writeFieldName(field.name());
                writeValue(value, out);
            }
        }
        out.writeEndObject();
    }

    private static void writeValue(Object value, JsonGenerator out) throws IOException {
        if (value instanceof CharSequence text) {
            out.writeString(WellFormed.text(text.toString()));
        } else if (value instanceof Integer number) {
            out.writeNumber(number);
        } else if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof Float number) {
            out.writeNumber(number);
        } else if (value instanceof Double number) {
            out.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Instant time) {
            out.writeString(time.toString());
        } else if (value instanceof Enum<?> symbol) {
            out.writeString(symbol.name());
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            out.writeBinary(bytes);
        } else if (value instanceof IndexedRecord record) {
            write(record.getSchema(), record, out);
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(WellFormed.text(String.valueOf(entry.getKey())));
                writeValue(entry.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof Collection<?> items) {
            out.writeStartArray();
            for (Object item : items) {
                writeValue(item, out);
            }
            out.writeEndArray();
        } else {
            throw new IllegalArgumentException("no JSON form for a value of " + value.getClass());
        }
    }
}
