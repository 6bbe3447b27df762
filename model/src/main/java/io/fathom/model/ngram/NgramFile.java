package io.fathom.model.ngram;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of an {@link NgramModel}: magic number, version, two sizes, and the arrays one after the other, little-endian. */
final class NgramFile {
    private static final int MAGIC = 0x4D47_4E46; // FNGM
    private static final int VERSION = 1;
    private static final int HEADER = 4 * Integer.BYTES;
    private static final int MOST = 1 << 24;

    private NgramFile() {}

    static byte[] write(int[] hashes, float[] scales, byte[] rows, float[] bias) {
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(size(hashes.length, bias.length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(MAGIC).putInt(VERSION).putInt(bias.length).putInt(hashes.length);
        put(file, bias);
        for (int hash : hashes) {
            file.putInt(hash);
        }
        put(file, scales);
        return file.put(rows).array();
    }

    private static void put(ByteBuffer file, float[] values) {
        for (float value : values) {
            file.putFloat(value);
        }
    }

    static NgramModel read(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER || file.getInt() != MAGIC) {
            throw new IllegalArgumentException("an n-gram model must begin with its magic number, but does not");
        }
        int version = file.getInt();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "the version of an n-gram model must be " + VERSION + ", but is " + version);
        }
        int labels = size("labels", file.getInt());
        int grams = size("n-grams", file.getInt());
        long expected = size(grams, labels);
        if (bytes.length != expected) { // before anything is allocated
            throw new IllegalArgumentException("an n-gram model of " + grams + " n-grams and " + labels
                    + " labels must have " + expected + " bytes, but has " + bytes.length);
        }
        float[] bias = floats(file, labels);
        int[] hashes = new int[grams];
        for (int g = 0; g < grams; g++) {
            hashes[g] = file.getInt();
        }
        float[] scales = floats(file, grams);
        byte[] rows = new byte[Math.multiplyExact(grams, labels)];
        file.get(rows);
        return new NgramModel(hashes, scales, rows, bias);
    }

    private static int size(String name, int value) {
        if (value < 0 || value > MOST) {
            throw new IllegalArgumentException(
                    name + " of an n-gram model must be between 0 and " + MOST + ", but are " + value);
        }
        return value;
    }

    private static long size(int grams, int labels) {
        return HEADER + (long) Float.BYTES * labels + (long) grams * (Integer.BYTES + Float.BYTES + (long) labels);
    }

    private static float[] floats(ByteBuffer file, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = file.getFloat();
        }
        return values;
    }
}
