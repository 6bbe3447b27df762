package io.fathom.job.io.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/** Avro's single-object encoding: two marker bytes, the fingerprint of the writer's schema, the record in binary. */
final class AvroCodec<T extends SpecificRecordBase> implements RecordCodec<T> {
    private static final int HEADER_BYTES = 10;
    private static final short MARKER = (short) 0xC301;

    private final Schema schema;
    private final SchemaStore.Cache writers;
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    AvroCodec(Class<T> type) {
        SpecificData model = SpecificData.getForClass(type);
        this.schema = model.getSchema(type);
        this.writers = ReleasedSchemas.of(schema);
        this.encoder = new BinaryMessageEncoder<>(model, schema);
        this.decoder = new BinaryMessageDecoder<>(model, schema, writers);
    }

    @Override
    public byte[] encode(T record) {
        try {
            ByteBuffer buffer = encoder.encode(record);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public T decode(byte[] bytes) throws UndecodableException {
        Schema writer = writer(bytes);
        AvroShape.check(writer, bytes, HEADER_BYTES);
        try {
            return decoder.decode(bytes);
        } catch (IOException | RuntimeException e) {
            throw new UndecodableException(
                    "the value is not a " + schema.getName() + " in Avro binary: " + e.getMessage(), e);
        }
    }

    private Schema writer(byte[] bytes) throws UndecodableException {
        if (bytes.length < HEADER_BYTES) {
            throw new UndecodableException("the value must be Avro single-object encoded, which takes at least "
                    + HEADER_BYTES + " bytes, but has " + bytes.length);
        }
        short marker = ByteBuffer.wrap(bytes).getShort();
        if (marker != MARKER) {
            throw new UndecodableException(String.format(
                    "the value must be Avro single-object encoded and start with c301, but starts with %04x;"
                            + " if the sender writes JSON, set fathom.wire-format to json",
                    marker));
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(Short.BYTES);
        Schema writer = writers.findByFingerprint(fingerprint);
        if (writer == null) {
            throw new UndecodableException(String.format(
                    "the value was written with an unknown version of %s (fingerprint %016x), upgrade this job to read it",
                    schema.getName(), fingerprint));
        }
        return writer;
    }
}
