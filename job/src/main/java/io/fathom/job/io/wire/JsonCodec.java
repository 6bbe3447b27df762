package io.fathom.job.io.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * One plain JSON object a record, with the names of the schema's fields. Times are ISO-8601 strings (milliseconds since
 * 1970 are read too), bytes are Base64. Fields with a default may be absent, fields that the schema does not know are
 * passed over: both keep old and new versions readable.
 */
final class JsonCodec<T extends SpecificRecordBase> implements RecordCodec<T> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Class<T> type;
    private final Schema schema;
    private final JsonRecordReader reader;

    JsonCodec(Class<T> type) {
        SpecificData model = SpecificData.getForClass(type);
        this.type = type;
        this.schema = model.getSchema(type);
        this.reader = new JsonRecordReader(model);
    }

    @Override
    public byte[] encode(T record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            JsonRecordWriter.write(schema, record, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public T decode(byte[] bytes) throws UndecodableException {
        return type.cast(reader.record(schema, tree(bytes), ""));
    }

    private JsonNode tree(byte[] bytes) throws UndecodableException {
        try {
            JsonNode node = JSON.readTree(bytes);
            if (!node.isObject()) {
                throw new UndecodableException("the value must be a JSON object, but is "
                        + (node.isMissingNode() ? "empty" : "a JSON " + JsonRecordReader.kind(node)));
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new UndecodableException("the value is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UndecodableException("the value is not JSON: " + e.getMessage(), e);
        }
    }
}
