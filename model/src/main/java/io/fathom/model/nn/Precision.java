package io.fathom.model.nn;

import java.util.Arrays;
import java.util.Locale;

/**
 * The numbers that a network multiplies its matrices in while it serves. All else is float32 whatever is chosen: weights in a
 * bundle, embeddings, the residual stream, norms, softmax, the signals of a cycle, routers and the read-out.
 */
public enum Precision {
    /** 24 bits of mantissa; what a bundle was trained and calibrated in. */
    FLOAT32,
    /** 8 bits of mantissa and the range of float32: nothing overflows. */
    BFLOAT16,
    /** 11 bits of mantissa, and nothing above 65504: what is larger becomes infinite, and its record fails. */
    FLOAT16;

    /** What {@link #parse} reads, in words. */
    public static final String FORMS = "float32, bfloat16 or float16";

    /** Reads {@code float32}, {@code bfloat16} or {@code float16}. */
    public static Precision parse(String text) {
        return Arrays.stream(values())
                .filter(precision -> precision.toString().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("precision must be " + FORMS + ", but was '" + text + "'"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
