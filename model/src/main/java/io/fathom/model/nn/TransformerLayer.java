package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import io.fathom.model.nn.Architecture.Gate;
import org.jspecify.annotations.Nullable;

/**
 * A pre-norm transformer layer, {@code x + attention}, then {@code + gate · feed-forward}.
 *
 * <p>With the gate {@link Gate#ZERO_ATTENTION} (G1 of papers.md 1.3) the factor is {@code 1 - mean over heads of z}: a
 * query that gives its attention to the zero token skips the feed-forward as well, so the zero attention speaks for the
 * entire layer.
 */
record TransformerLayer(Attention attention, FeedForward feedForward, Gate gate) {

    /**
     * @param x the residual stream after the layer, [rows, tokens, dim]
     * @param zeroAttention mean over heads, [rows, tokens]; null without a zero token
     */
    record Output(NDArray x, @Nullable NDArray zeroAttention) {}

    static TransformerLayer of(Weights weights, NDArray scale, String name, Gate gate) {
        return new TransformerLayer(
                Attention.of(weights, scale, name + ".attention"),
                FeedForward.of(weights, name + ".feedForward"),
                gate);
    }

    /** @param zeroKey [rows or 1, heads, headDim, 1], or null for a plain layer */
    Output apply(NDArray x, PaddingMask mask, @Nullable NDArray zeroKey, Dropout dropout) {
        Attention.Output attended = attention.apply(x, mask, zeroKey, dropout);
        NDArray middle = x.add(attended.update()); // [rows, tokens, dim]
        NDArray update = feedForward.apply(middle, dropout); // [rows, tokens, dim]
        NDArray zero = attended.zeroAttention();
        if (zero != null && gate == Gate.ZERO_ATTENTION) {
            // neg and add are safe in a gradient graph; sub(Number) from the left is not offered
            update = update.mul(zero.neg().add(1f).expandDims(2)); // [rows, tokens, dim] * [rows, tokens, 1]
        }
        return new Output(middle.add(update), zero);
    }
}
