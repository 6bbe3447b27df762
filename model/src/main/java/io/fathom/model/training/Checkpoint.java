package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import io.fathom.model.nn.Weights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of a training between two steps: with recipe and data it determines all that follows. A plain binary file,
 * written beside its name and moved over it, so that an interruption leaves the one before.
 */
public final class Checkpoint {
    private static final int MAGIC = 0xFA7403C1;

    private final int step;
    private final int updates;
    private final int skipped;
    private final Trainer.Best best;
    private final Map<String, float[]> weights;
    private final Map<String, float[]> means;
    private final Map<String, float[]> variances;
    private final Map<String, float[]> average;

    private Checkpoint(
            int step,
            int updates,
            int skipped,
            Trainer.Best best,
            Map<String, float[]> weights,
            Map<String, float[]> means,
            Map<String, float[]> variances,
            Map<String, float[]> average) {
        this.step = step;
        this.updates = updates;
        this.skipped = skipped;
        this.best = best;
        this.weights = weights;
        this.means = means;
        this.variances = variances;
        this.average = average;
    }

    static Checkpoint of(
            int step,
            TrainingStep trainingStep,
            Trainer.Best best,
            Weights weights,
            AdamW optimiser,
            AveragedWeights average) {
        return new Checkpoint(
                step,
                trainingStep.updates(),
                trainingStep.skipped(),
                best,
                copies(weights.all()),
                copies(optimiser.means()),
                copies(optimiser.variances()),
                average.copy());
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
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(beside)))) {
            out.writeInt(MAGIC);
            out.writeInt(step);
            out.writeInt(updates);
            out.writeInt(skipped);
            out.writeDouble(best.accuracy());
            out.writeInt(best.step());
            out.writeInt(best.evaluationsSince());
            for (Map<String, float[]> group : java.util.List.of(best.weights(), weights, means, variances, average)) {
                write(out, group);
            }
        }
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Reads what {@link #write} wrote. */
    public static Checkpoint read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("checkpoint '" + file + "' must be written by this version of Fathom, but is not;"
                        + " delete it to begin anew");
            }
            int step = in.readInt();
            int updates = in.readInt();
            int skipped = in.readInt();
            double accuracy = in.readDouble();
            int bestStep = in.readInt();
            int since = in.readInt();
            Trainer.Best best = new Trainer.Best(accuracy, bestStep, since, readGroup(in));
            return new Checkpoint(
                    step, updates, skipped, best, readGroup(in), readGroup(in), readGroup(in), readGroup(in));
        }
    }

    private static void write(DataOutputStream out, Map<String, float[]> group) throws IOException {
        out.writeInt(group.size());
        for (Map.Entry<String, float[]> entry : group.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().length);
            for (float v : entry.getValue()) {
                out.writeFloat(v);
            }
        }
    }

    private static Map<String, float[]> readGroup(DataInputStream in) throws IOException {
        int size = in.readInt();
        Map<String, float[]> group = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            String name = in.readUTF();
            float[] values = new float[in.readInt()];
            for (int v = 0; v < values.length; v++) {
                values[v] = in.readFloat();
            }
            group.put(name, values);
        }
        return group;
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
