package io.fathom.model.tensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads protobuf's wire format from a stream, field by field: a tag, then a number, or a length and so many bytes. Keeps
 * nothing, so that a message of hundreds of megabytes can be walked through.
 */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final int LAST_SHIFT = 63;

    private final InputStream in;
    private long position;

    /** @param in buffered */
    WireReader(InputStream in) {
        this.in = in;
    }

    /** Bytes read so far. */
    long position() {
        return position;
    }

    /** The next tag, {@code field << 3 | wire type}; -1 at the end of the stream. */
    int tag() throws IOException {
        int first = in.read();
        if (first < 0) {
            return -1;
        }
        position++;
        long tag = varint(first);
        if (tag <= 0 || tag > Integer.MAX_VALUE) {
            throw broken("a field has the tag " + tag);
        }
        return (int) tag;
    }

    long varint() throws IOException {
        return varint(next());
    }

    private long varint(int first) throws IOException {
        long value = first & 0x7f;
        int shift = 7;
        for (int b = first; b >= 0x80; shift += 7) {
            if (shift > LAST_SHIFT) {
                throw broken("a number has more than 64 bits");
            }
            b = next();
            value |= (long) (b & 0x7f) << shift;
        }
        return value;
    }

    /** The length of what follows. */
    long length() throws IOException {
        long length = varint();
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw broken("a field states a length of " + Long.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    /** The next bytes, read as they come: a length that lies does not cost its memory. */
    byte[] bytes(long length) throws IOException {
        byte[] bytes = in.readNBytes(Math.toIntExact(length));
        position += bytes.length;
        if (bytes.length < length) {
            throw broken("it ends in the middle of a field");
        }
        return bytes;
    }

    String text() throws IOException {
        return new String(bytes(length()), StandardCharsets.UTF_8);
    }

    int fixed32() throws IOException {
        return next() | next() << 8 | next() << 16 | next() << 24;
    }

    /** Passes over the value of a field of this tag. */
    void skip(int tag) throws IOException {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> skipBytes(Long.BYTES);
            case BYTES -> skipBytes(length());
            case FIXED32 -> skipBytes(Integer.BYTES);
            default -> throw broken("a field has the wire type " + (tag & 7));
        }
    }

    void skipBytes(long count) throws IOException {
        long left = count;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped == 0) {
                next();
                skipped = 1;
            } else {
                position += skipped;
            }
            left -= skipped;
        }
    }

    private int next() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw broken("it ends in the middle of a field");
        }
        position++;
        return b;
    }

    IllegalArgumentException broken(String how) {
        return new IllegalArgumentException(
                "the file must be an ONNX model (protobuf), but at byte " + position + " " + how);
    }
}
