package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * TSA's router: how much of the next layer a token needs (Mohammed 2026; papers.md 2.2). Reads the raw residual stream,
 *
 * <pre>
 *   p = sigmoid(W2 relu(W1 h + b1) + b2)        a = 1 - p
 * </pre>
 *
 * with p the probability of halting; each p stands alone, a token may skip one layer and take the next.
 */
record Router(Linear in, Linear out) {

    static Router of(Weights weights, String name) {
        return new Router(Linear.of(weights, name + ".in"), Linear.of(weights, name + ".out"));
    }

    /** The share a of the layer's update that each token takes, [rows, tokens, dim] to [rows, tokens, 1]. */
    NDArray open(NDArray x) {
        NDArray logits = out.apply(Activation.relu(in.apply(x))); // [rows, tokens, 1]
        return Activation.sigmoid(logits.neg()); // 1 - sigmoid(y) = sigmoid(-y)
    }
}
