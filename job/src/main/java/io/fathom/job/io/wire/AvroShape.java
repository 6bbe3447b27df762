package io.fathom.job.io.wire;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Walks over a binary record without building it, and refuses what does not fit its schema to the byte.
 *
 * <p>Avro's reader believes the lengths it reads: a few damaged bytes make it allocate gigabytes for a string or a map,
 * and the {@code OutOfMemoryError} takes the process with it. Here a length counts only if the bytes for it are there.
 */
final class AvroShape {
    private final BinaryDecoder in;
    private final int size;

    private AvroShape(BinaryDecoder in, int size) {
        this.in = in;
        this.size = size;
    }

    static void check(Schema writer, byte[] bytes, int from) throws UndecodableException {
        int size = bytes.length - from;
        BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, from, size, null);
        try {
            new AvroShape(in, size).walk(writer);
            if (!in.isEnd()) {
                throw new IOException("bytes are left over behind the record");
            }
        } catch (IOException | RuntimeException e) {
            throw new UndecodableException(
                    "the value is not a " + writer.getName() + " in Avro binary: " + reason(e), e);
        }
    }

    private void walk(Schema schema) throws IOException {
        switch (schema.getType()) {
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    walk(field.schema());
                }
            }
            case UNION -> walk(schema.getTypes().get(in.readIndex()));
            case ARRAY -> walkBlocks(() -> walk(schema.getElementType()));
            case MAP ->
                walkBlocks(() -> {
                    skip(in.readLong());
                    walk(schema.getValueType());
                });
            case STRING, BYTES -> skip(in.readLong());
            case FIXED -> skip(schema.getFixedSize());
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case ENUM -> schema.getEnumSymbols().get(in.readInt());
            case FLOAT -> skip(Float.BYTES);
            case DOUBLE -> skip(Double.BYTES);
            case BOOLEAN -> skip(1);
            case NULL -> {}
        }
    }

    /** Blocks of elements up to an empty one; a negative count is followed by the size of its block in bytes. */
    private void walkBlocks(Element element) throws IOException {
        for (long count = in.readLong(); count != 0; count = in.readLong()) {
            if (count < 0) {
                count = -count;
                in.readLong();
            }
            checkBounds(count);
            for (long i = 0; i < count; i++) {
                element.walk();
            }
        }
    }

    private void skip(long length) throws IOException {
        checkBounds(length);
        in.skipFixed((int) length);
    }

    private void checkBounds(long length) throws IOException {
        if (length < 0 || length > size) {
            throw new IOException("it states a length of " + length + ", but has " + size + " bytes");
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? "it ends too early" : e.getMessage();
    }

    private interface Element {
        void walk() throws IOException;
    }
}
