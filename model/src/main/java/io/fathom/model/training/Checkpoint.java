package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import io.fathom.model.nn.Weights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The state of a training between two steps: with recipe and data it determines all that follows, so it names the training
 * that made it and goes on with no other. A plain binary file with a check sum at its end, written beside its name and
 * moved over it, so that an interruption leaves the one before.
 */
public final class Checkpoint {
    private static final int MAGIC = 0xFA7403C4;

    private final String name;
    private final TrainingOrigin origin;
    private final int step;
    private final int updates;
    private final int skipped;
    private final float[] lessons;
    private final Trainer.Best best;
    private final Map<String, float[]> weights;
    private final Map<String, float[]> means;
    private final Map<String, float[]> variances;
    private final Map<String, float[]> average;

    private Checkpoint(
            String name,
            TrainingOrigin origin,
            int step,
            int updates,
            int skipped,
            float[] lessons,
            Trainer.Best best,
            Map<String, float[]> weights,
            Map<String, float[]> means,
            Map<String, float[]> variances,
            Map<String, float[]> average) {
        this.name = name;
        this.origin = origin;
        this.step = step;
        this.updates = updates;
        this.skipped = skipped;
        this.lessons = lessons;
        this.best = best;
        this.weights = weights;
        this.means = means;
        this.variances = variances;
        this.average = average;
    }

    static Checkpoint of(
            TrainingOrigin origin,
            int step,
            Lessons lessons,
            TrainingStep trainingStep,
            Trainer.Best best,
            Weights weights,
            AdamW optimiser,
            AveragedWeights average) {
        return new Checkpoint(
                "checkpoint",
                origin,
                step,
                trainingStep.updates(),
                trainingStep.skipped(),
                lessons.state(),
                best,
                copies(weights.all()),
                copies(optimiser.means()),
                copies(optimiser.variances()),
                average.copy());
    }

    /** @throws IllegalArgumentException if another training made it; the message says what differs */
    void requireMadeBy(TrainingOrigin training) {
        origin.requireSame(training, name);
    }

    int step() {
        return step;
    }

    int updates() {
        return updates;
    }

    int skipped() {
        return skipped;
    }

    float[] lessons() {
        return lessons.clone();
    }

    Trainer.Best best() {
        return best;
    }

    /** Writes the state over fresh weights and moments, and gives the average back. */
    AveragedWeights restore(Weights into, AdamW optimiser, double averaging) {
        AveragedWeights.write(average, into);
        AveragedWeights restored = new AveragedWeights(into, averaging);
        AveragedWeights.write(weights, into);
        overwrite(optimiser.means(), means);
        overwrite(optimiser.variances(), variances);
        return restored;
    }

    /** Replaces the file in one move. */
    public void write(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(beside))) {
            CheckedOutputStream checked = new CheckedOutputStream(bytes, new CRC32C());
            DataOutputStream out = new DataOutputStream(checked);
            out.writeInt(MAGIC);
            origin.write(out);
            out.writeInt(step);
            out.writeInt(updates);
            out.writeInt(skipped);
            write(out, lessons);
            out.writeDouble(best.score());
            out.writeInt(best.step());
            out.writeInt(best.evaluationsSince());
            for (Map<String, float[]> group : java.util.List.of(best.weights(), weights, means, variances, average)) {
                write(out, group);
            }
            out.writeLong(checked.getChecksum().getValue());
        }
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if it cannot be read, or is not such a file from its first byte to its last
     */
    public static Checkpoint read(Path file) throws IOException {
        String name = "checkpoint '" + file + "'";
        if (!isWhole(file)) { // before any length in it is believed
            throw new IOException(
                    name + " must be whole and written by this version of Fathom, but is not; begin without it");
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            in.readInt(); // the magic number
            TrainingOrigin origin = TrainingOrigin.read(in);
            int step = in.readInt();
            int updates = in.readInt();
            int skipped = in.readInt();
            float[] lessons = readValues(in);
            double score = in.readDouble();
            int bestStep = in.readInt();
            int since = in.readInt();
            Trainer.Best best = new Trainer.Best(score, bestStep, since, readGroup(in));
            return new Checkpoint(
                    name,
                    origin,
                    step,
                    updates,
                    skipped,
                    lessons,
                    best,
                    readGroup(in),
                    readGroup(in),
                    readGroup(in),
                    readGroup(in));
        }
    }

    private static boolean isWhole(Path file) throws IOException {
        long content = Files.size(file) - Long.BYTES;
        if (content < Integer.BYTES) {
            return false;
        }
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            CheckedInputStream checked = new CheckedInputStream(bytes, new CRC32C());
            DataInputStream in = new DataInputStream(checked);
            if (in.readInt() != MAGIC) {
                return false;
            }
            in.skipNBytes(content - Integer.BYTES);
            long sum = checked.getChecksum().getValue();
            return in.readLong() == sum;
        }
    }

    private static void write(DataOutputStream out, Map<String, float[]> group) throws IOException {
        out.writeInt(group.size());
        for (Map.Entry<String, float[]> entry : group.entrySet()) {
            out.writeUTF(entry.getKey());
            write(out, entry.getValue());
        }
    }

    private static void write(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float v : values) {
            out.writeFloat(v);
        }
    }

    private static Map<String, float[]> readGroup(DataInputStream in) throws IOException {
        int size = in.readInt();
        Map<String, float[]> group = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            String name = in.readUTF();
            group.put(name, readValues(in));
        }
        return group;
    }

    private static float[] readValues(DataInputStream in) throws IOException {
        float[] values = new float[in.readInt()];
        for (int v = 0; v < values.length; v++) {
            values[v] = in.readFloat();
        }
        return values;
    }

    private static Map<String, float[]> copies(Map<String, NDArray> arrays) {
        Map<String, float[]> copies = new LinkedHashMap<>();
        arrays.forEach((name, a) -> copies.put(name, a.toFloatArray()));
        return copies;
    }

    private static void overwrite(Map<String, NDArray> arrays, Map<String, float[]> values) {
        values.forEach((name, v) ->
                java.util.Objects.requireNonNull(arrays.get(name), name).set(FloatBuffer.wrap(v)));
    }
}
