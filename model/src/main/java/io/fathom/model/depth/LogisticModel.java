package io.fathom.model.depth;

import java.util.List;

/**
 * A probability from numbers, {@code p = sigmoid(bias + Σ weight · x)}.
 *
 * @param weights one a number
 */
public record LogisticModel(float bias, List<Float> weights) {

    public LogisticModel {
        weights = List.copyOf(weights);
        requireFinite(bias);
        weights.forEach(LogisticModel::requireFinite);
    }

    private static void requireFinite(float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("weights of a probe must be finite, but one was " + value);
        }
    }

    /** @throws IllegalArgumentException if there are not as many numbers as weights */
    public float probability(double[] x) {
        if (x.length != weights.size()) {
            throw new IllegalArgumentException(
                    "a probe of " + weights.size() + " weights must read as many numbers, but there were " + x.length);
        }
        double sum = bias;
        for (int i = 0; i < x.length; i++) {
            sum += weights.get(i) * x[i];
        }
        return (float) (1 / (1 + Math.exp(-sum)));
    }
}
