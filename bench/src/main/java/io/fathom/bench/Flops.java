package io.fathom.bench;

import io.fathom.model.nn.Architecture;

/**
 * Floating-point operations of one record, counted from shapes: two per multiply-add of every matrix multiplication, and
 * nothing for all else (norms, softmax, gelu, biases, residuals are overhead, as they are for sgemm).
 */
final class Flops {
    private Flops() {}

    /** Head, {@code cycles} times the middle layers, tail and classifier, for one record of {@code tokens} tokens. */
    static double record(Architecture a, int tokens, int cycles) {
        double layer = layer(a, tokens);
        double zeroKeys = a.hasZeroToken() ? 2.0 * tokens * a.dim() : 0; // q · Kz
        return 2 * layer + cycles * a.stack().middleLayers() * (layer + zeroKeys) + 2.0 * a.dim() * a.labels();
    }

    private static double layer(Architecture a, int tokens) {
        double d = a.dim();
        double linear = (double) tokens * a.projections().flopsPerToken(a.dim());
        double attention = 2.0 * 2 * tokens * tokens * d; // q · K and A · V over all heads
        return linear + attention;
    }
}
