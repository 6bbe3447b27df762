package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;

/**
 * Zeroes a share of the activations during training and does nothing otherwise.
 *
 * @param rate share of activations set to zero, 0..1; 0 leaves the array itself
 */
public record Dropout(float rate) {
    /** No dropout: inference. */
    public static final Dropout OFF = new Dropout(0);

    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout must be at least 0 and below 1, but was " + rate);
        }
    }

    NDArray apply(NDArray x) {
        return rate == 0 ? x : ai.djl.nn.norm.Dropout.dropout(x, rate, true).singletonOrThrow();
    }
}
