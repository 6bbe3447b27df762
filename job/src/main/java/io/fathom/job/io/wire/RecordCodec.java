package io.fathom.job.io.wire;

import io.fathom.job.config.WireFormat;
import org.apache.avro.specific.SpecificRecordBase;

/** Records of one schema to bytes and back. Safe for use by many threads. */
public sealed interface RecordCodec<T extends SpecificRecordBase> permits AvroCodec, JsonCodec {

    static <T extends SpecificRecordBase> RecordCodec<T> of(WireFormat format, Class<T> type) {
        return switch (format) {
            case AVRO -> new AvroCodec<>(type);
            case JSON -> new JsonCodec<>(type);
        };
    }

    byte[] encode(T record);

    /**
     * Reads a record that this version or any released one has written.
     *
     * @throws UndecodableException whatever the bytes are, if they are not such a record
     */
    T decode(byte[] bytes) throws UndecodableException;
}
