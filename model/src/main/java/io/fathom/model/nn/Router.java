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
 * @param gathers whether hard gates gather the open tokens, which takes a read-back a layer; otherwise all tokens are
 *     computed, and what closed ones get is multiplied by 0
 */
record Router(Linear in, Linear out, TokenGate gate, NDArray least, boolean gathers) {

    /** Gathers on a CPU. On a GPU waiting for a read-back in every layer costs more than the tokens that it would spare. */
    static Router of(Weights weights, NDManager constants, String name, TokenGate gate) {
        return of(weights, constants, name, gate, !constants.getDevice().isGpu());
    }

    /** @param constants manager of what the router needs besides its weights */
    static Router of(Weights weights, NDManager constants, String name, TokenGate gate, boolean gathers) {
        return new Router(
                Linear.of(weights, name + ".in"),
                Linear.of(weights, name + ".out"),
                gate,
                constants.create(1 - gate.threshold()),
                gathers);
    }

    /** Which tokens take the layer in front of which the router stands, x being [rows, tokens, dim]. */
    OpenTokens open(NDArray x, TokenMask mask) {
        NDArray share = share(x);
        if (gate instanceof TokenGate.Hard) {
            return gathers ? ChosenTokens.above(1 - gate.threshold(), share, mask) : new WeightedTokens(hard(share));
        }
        return new WeightedTokens(gate instanceof TokenGate.StraightThrough ? straightThrough(share) : share);
    }

    /** 1 − p of each token, [rows, tokens, dim] to [rows, tokens, 1]. */
    NDArray share(NDArray x) {
        NDArray logits = out.apply(Activation.relu(in.apply(x))); // [rows, tokens, 1]
        return Activation.sigmoid(logits.neg()); // 1 - sigmoid(y) = sigmoid(-y)
    }

    /** 1 where the token takes the layer, otherwise 0. */
    private NDArray hard(NDArray share) {
        return share.gt(least).toType(DataType.FLOAT32, false);
    }

    /** 0 or 1 by value, for the gradient the share itself. */
    private NDArray straightThrough(NDArray share) {
        return hard(share).add(share.sub(share.stopGradient())); // the difference is 0 to the last bit
    }
}
