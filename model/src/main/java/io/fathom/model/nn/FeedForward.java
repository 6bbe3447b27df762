package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** Position-wise feed-forward of a pre-norm layer: {@code W2 gelu(W1 norm(x))}. */
record FeedForward(LayerNorm norm, Linear in, Linear out) {

    static FeedForward of(Weights weights, String name) {
        return new FeedForward(
                LayerNorm.of(weights, name + ".norm"),
                Linear.of(weights, name + ".in"),
                Linear.of(weights, name + ".out"));
    }

    /** The update to the residual stream, [rows, tokens, dim]. */
    NDArray apply(NDArray x, Dropout dropout) {
        NDArray inner = Activation.gelu(in.apply(norm.apply(x))); // [rows, tokens, feedForward]
        return dropout.apply(out.apply(inner)); // [rows, tokens, dim]
    }
}
