package io.fathom.model.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.fathom.model.nn.Weights;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One optimiser step: forward, backward, guard, clip, update. Everything native that it makes is freed when it returns.
 *
 * <p>The guard: a loss or gradient norm that is not finite would poison every weight, so such a step changes nothing; its
 * gradients are overwritten with zeros (multiplying by zero would keep the NaN) and it is counted.
 */
public final class TrainingStep {
    private final Weights weights;
    private final AdamW optimiser;
    private final double clipNorm;
    private int updates;
    private int skipped;

    /** A loss, given the manager that its arrays must belong to: a scalar in the graph. */
    @FunctionalInterface
    public interface Loss {
        NDArray of(NDManager manager);
    }

    /** For a run from the beginning. */
    public TrainingStep(Weights weights, AdamW optimiser, double clipNorm) {
        this(weights, optimiser, clipNorm, 0, 0);
    }

    /** @param updates updates done before, for a resumed run */
    TrainingStep(Weights weights, AdamW optimiser, double clipNorm, int updates, int skipped) {
        this.weights = weights;
        this.optimiser = optimiser;
        this.clipNorm = clipNorm;
        this.updates = updates;
        this.skipped = skipped;
    }

    /** Runs the step and returns its loss. */
    public double run(Loss loss, double rate) {
        try (NDManager manager = weights.manager().newSubManager()) {
            float value;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray total = loss.of(manager);
                collector.backward(total);
                value = total.getFloat();
            }
            Map<String, NDArray> gradients = gradients(manager);
            double norm = norm(gradients);
            if (Float.isFinite(value) && Double.isFinite(norm)) {
                updates++;
                optimiser.step(gradients, rate, norm > clipNorm ? clipNorm / norm : 1, updates);
            } else {
                skipped++;
                gradients.values().forEach(TrainingStep::overwriteWithZeros);
            }
            return value;
        }
    }

    int updates() {
        return updates;
    }

    /** Steps that were left out because loss or gradient was not finite. */
    public int skipped() {
        return skipped;
    }

    /** Every call of getGradient makes a handle that the parameter's manager would keep: these belong to the step. */
    private Map<String, NDArray> gradients(NDManager manager) {
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        weights.all().forEach((name, w) -> {
            NDArray gradient = w.getGradient();
            gradient.attach(manager);
            gradients.put(name, gradient);
        });
        return gradients;
    }

    private static double norm(Map<String, NDArray> gradients) {
        double sum = 0;
        for (NDArray g : gradients.values()) {
            try (NDArray square = g.square();
                    NDArray total = square.sum()) {
                sum += total.getFloat();
            }
        }
        return Math.sqrt(sum);
    }

    private static void overwriteWithZeros(NDArray gradient) {
        gradient.set(FloatBuffer.allocate(Math.toIntExact(gradient.size())));
    }
}
