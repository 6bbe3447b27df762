package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;

/**
 * TSA's router: how much of the next layer a token needs (Mohammed 2026; papers.md 2.2). Reads the raw residual stream,
 *
 * <pre>
 *   p = sigmoid(W2 relu(W1 h + b1) + b2)        a = 1 - p
 * </pre>
 *
 * with p the probability of halting; each p stands alone, a token may skip one layer and take the next.
 *
 * @param least {@code 1 - threshold} as an array: what a hard gate opens above
 */
record Router(Linear in, Linear out, TokenGate gate, NDArray least) {

    /** @param constants manager of what the router needs besides its weights */
    static Router of(Weights weights, NDManager constants, String name, TokenGate gate) {
        return new Router(
                Linear.of(weights, name + ".in"),
                Linear.of(weights, name + ".out"),
                gate,
                constants.create(1 - gate.threshold()));
    }

    /** Which tokens take the layer in front of which the router stands, x being [rows, tokens, dim]. */
    OpenTokens open(NDArray x, TokenMask mask) {
        NDArray share = share(x);
        if (gate instanceof TokenGate.Hard) {
            return ChosenTokens.above(least.getFloat(), share, mask);
        }
        return new WeightedTokens(gate instanceof TokenGate.StraightThrough ? straightThrough(share) : share);
    }

    /** 1 − p of each token, [rows, tokens, dim] to [rows, tokens, 1]. */
    NDArray share(NDArray x) {
        NDArray logits = out.apply(Activation.relu(in.apply(x))); // [rows, tokens, 1]
        return Activation.sigmoid(logits.neg()); // 1 - sigmoid(y) = sigmoid(-y)
    }

    /** 0 or 1 by value, for the gradient the share itself. */
    private NDArray straightThrough(NDArray share) {
        NDArray hard = share.gt(least).toType(DataType.FLOAT32, false);
        return hard.add(share.sub(share.stopGradient())); // the difference is 0 to the last bit
    }
}
