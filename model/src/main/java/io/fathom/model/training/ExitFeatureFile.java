package io.fathom.model.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Features of every exit for every record, on disk: [exits][records][width] in float32, behind a header that says what they
 * are of and how many records are done. Written once, by any number of threads; what was done survives an interruption.
 */
final class ExitFeatureFile implements AutoCloseable {
    private static final int HEADER = 128;
    private static final int NAME = 64;

    private final FileChannel channel;
    private final int records;
    private final int width;

    private ExitFeatureFile(FileChannel channel, int records, int width) {
        this.channel = channel;
        this.records = records;
        this.width = width;
    }

    /**
     * Opens the file of these features, or makes it.
     *
     * @param of 64 hex digits that stand for encoder, texts and their order
     * @param anew whether what is there is thrown away
     */
    static ExitFeatureFile open(Path path, String of, int exits, int records, int width, boolean anew)
            throws IOException {
        long size = HEADER + (long) Float.BYTES * exits * records * width;
        byte[] name = of.getBytes(StandardCharsets.US_ASCII);
        if (anew || !Files.exists(path) || Files.size(path) != size || !Arrays.equals(name, nameOf(path))) {
            Files.deleteIfExists(path);
        }
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.size() == 0) {
            channel.write(ByteBuffer.wrap(name), 0);
            channel.write(ByteBuffer.allocate(1), size - 1);
        }
        return new ExitFeatureFile(channel, records, width);
    }

    private static byte[] nameOf(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer name = ByteBuffer.allocate(NAME);
            channel.read(name, 0);
            return name.array();
        }
    }

    /** Records that are done, from the first on. */
    int done() throws IOException {
        ByteBuffer count = ByteBuffer.allocate(Integer.BYTES);
        channel.read(count, NAME);
        return count.getInt(0);
    }

    /** Notes that records are done and on disk. */
    void done(int count) throws IOException {
        channel.force(false);
        channel.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, count), NAME);
        channel.force(false);
    }

    /** Writes what an exit gives for one record. */
    void write(int exit, int record, float[] values, int from) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values, from, width);
        channel.write(bytes, at(exit, record));
    }

    /** Features of an exit for the records {@code from} to {@code to}, row by row. */
    float[] read(int exit, int from, int to) throws IOException {
        float[] values = new float[Math.multiplyExact(to - from, width)];
        FloatBuffer floats = channel.map(
                        FileChannel.MapMode.READ_ONLY, at(exit, from), (long) values.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        floats.get(values);
        return values;
    }

    private long at(int exit, int record) {
        return HEADER + ((long) exit * records + record) * width * Float.BYTES;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
