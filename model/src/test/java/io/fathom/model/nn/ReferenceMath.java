package io.fathom.model.nn;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** One vector at a time through the parts of a network, in double precision and from the formulas. */
record ReferenceMath(Map<String, float[]> weights, float epsilon) {

    double at(String name, int index) {
        return Objects.requireNonNull(weights.get(name), name)[index];
    }

    boolean has(String name) {
        return weights.containsKey(name);
    }

    /** W x + b, without b where there is none. */
    double[] linear(String name, double[] x) {
        float[] matrix = Objects.requireNonNull(weights.get(name + ".weight"), name);
        double[] y = new double[matrix.length / x.length];
        for (int o = 0; o < y.length; o++) {
            y[o] = has(name + ".bias") ? at(name + ".bias", o) : 0;
            for (int i = 0; i < x.length; i++) {
                y[o] += (double) matrix[o * x.length + i] * x[i];
            }
        }
        return y;
    }

    /** (x − mean) / sqrt(variance + ε), scaled and shifted where there are parameters for it. */
    double[] norm(String name, double[] x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance =
                Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (x[i] - mean) / Math.sqrt(variance + epsilon);
            if (has(name + ".weight")) {
                y[i] = y[i] * at(name + ".weight", i) + at(name + ".bias", i);
            }
        }
        return y;
    }

    /** Attention to slots as papers.md 3.1 has it. */
    double[] slots(String name, double[] x, int base, Projections.Normaliser normaliser) {
        float[] keys = Objects.requireNonNull(weights.get(name + ".keys"), name);
        double[] scores = new double[keys.length / x.length];
        for (int s = 0; s < scores.length; s++) {
            for (int i = 0; i < x.length; i++) {
                scores[s] += (double) keys[s * x.length + i] * x[i];
            }
        }
        double[] shares =
                switch (normaliser) {
                    case L2_GELU ->
                        Arrays.stream(scores)
                                .map(a -> gelu(Math.sqrt(base) * a / length(scores)))
                                .toArray();
                    case GELU_L2 -> {
                        double[] active =
                                Arrays.stream(scores).map(ReferenceMath::gelu).toArray();
                        double length = length(active);
                        yield Arrays.stream(active)
                                .map(a -> Math.sqrt(base) * a / length)
                                .toArray();
                    }
                    case SOFTMAX -> {
                        double sum = Arrays.stream(scores).map(Math::exp).sum();
                        yield Arrays.stream(scores)
                                .map(a -> base * Math.exp(a) / sum)
                                .toArray();
                    }
                };
        double[] y = new double[Objects.requireNonNull(weights.get(name + ".values")).length / scores.length];
        for (int s = 0; s < shares.length; s++) {
            for (int o = 0; o < y.length; o++) {
                y[o] += shares[s] * at(name + ".values", s * y.length + o);
            }
        }
        return y;
    }

    /** 1 − p of a router. */
    double open(String name, double[] x) {
        double[] inner = linear(name + ".in", x);
        double[] active = Arrays.stream(inner).map(v -> Math.max(0, v)).toArray();
        return 1 - sigmoid(linear(name + ".out", active)[0]);
    }

    static double length(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double gelu(double x) {
        return 0.5 * x * (1 + erf(x / Math.sqrt(2)));
    }

    /** Error function by its Taylor series, which converges for every argument that a small network meets. */
    private static double erf(double x) {
        if (Math.abs(x) > 5) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
