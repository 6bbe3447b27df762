package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import io.fathom.model.nn.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Exponential moving average of the weights, {@code a ← a + (1 − d)(w − a)}, with the decay {@code d = min(decay,
 * (1 + t) / (10 + t))} so that the first steps do not linger (Tarvainen and Valpola 2017). Kept in Java: a few megabytes,
 * no native memory, and trivially put into a checkpoint.
 */
final class AveragedWeights {
    private final double decay;
    private final Map<String, float[]> values = new LinkedHashMap<>();

    AveragedWeights(Weights weights, double decay) {
        this.decay = decay;
        weights.all().forEach((name, w) -> values.put(name, w.toFloatArray()));
    }

    void update(Weights weights, int update) {
        float rate = (float) (1 - Math.min(decay, (1.0 + update) / (10.0 + update)));
        weights.all().forEach((name, w) -> {
            float[] now = w.toFloatArray();
            float[] average = Objects.requireNonNull(values.get(name), name);
            for (int i = 0; i < now.length; i++) {
                average[i] += rate * (now[i] - average[i]);
            }
        });
    }

    Map<String, float[]> values() {
        return values;
    }

    /** A deep copy, to be kept as the best so far. */
    Map<String, float[]> copy() {
        Map<String, float[]> copy = new LinkedHashMap<>();
        values.forEach((name, v) -> copy.put(name, v.clone()));
        return copy;
    }

    /** Writes values over the weights, in place. */
    static void write(Map<String, float[]> from, Weights to) {
        from.forEach((name, v) -> {
            NDArray w = to.get(name);
            w.set(java.nio.FloatBuffer.wrap(v));
        });
    }
}
