package io.fathom.job.io;

import io.fathom.job.config.WireFormat;
import io.fathom.job.io.wire.RecordCodec;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.jspecify.annotations.Nullable;

/** The value of an output record, in the wire format. */
final class CodecSerializer<T extends SpecificRecordBase> implements SerializationSchema<T> {
    private static final long serialVersionUID = 1L;

    private final WireFormat format;
    private final Class<T> type;
    private transient @Nullable RecordCodec<T> codec;

    CodecSerializer(WireFormat format, Class<T> type) {
        this.format = format;
        this.type = type;
    }

    @Override
    public byte[] serialize(T element) {
        RecordCodec<T> current = codec;
        if (current == null) {
            current = RecordCodec.of(format, type);
            codec = current;
        }
        return current.encode(element);
    }
}
