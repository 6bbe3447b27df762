package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * A transformer layer, {@code x + a · attention}, then {@code + a · g · feed-forward}; where norms stand behind, each of the
 * two sums is normed (post-norm, Devlin et al. 2019).
 *
 * <p>{@code a} is the router's gate of each token, 1 without a router (papers.md 2.3); gated tokens still serve as keys. With
 * {@link ZeroToken#LAYER}, {@code g} is {@code 1 - mean over heads of z}: a query that gives its attention to the zero token
 * skips the feed-forward as well, so the zero attention speaks for the entire layer (G1 of papers.md 1.3).
 *
 * @param afterAttention norm of the stream behind the attention; none where norms stand in front
 * @param afterFeedForward norm of the stream behind the feed-forward; none where norms stand in front
 */
record TransformerLayer(
        Attention attention,
        Norm afterAttention,
        FeedForward feedForward,
        Norm afterFeedForward,
        boolean zeroGatesFeedForward,
        @Nullable Router router) {

    /**
     * @param x the residual stream after the layer, [rows, tokens, dim]
     * @param zeroAttention of every head and query, [rows, heads, tokens]; null without a zero token
     * @param open the router's a of each token, [rows, tokens, 1]; null without a router
     */
    record Output(NDArray x, @Nullable NDArray zeroAttention, @Nullable NDArray open) {}

    /** @param zero null for a layer without a zero token */
    Output apply(NDArray x, TokenMask mask, Attention.@Nullable ExtraKey zero, Dropout dropout) {
        OpenTokens open = router == null ? null : router.open(x, mask);
        if (open != null && !open.any() && zero == null) {
            return new Output(x, null, open.share());
        }
        Attention.Output attended = attention.apply(x, mask, zero, dropout);
        NDArray share = open == null ? null : open.share(); // [rows, tokens, 1]
        NDArray attention =
                share == null ? attended.update() : attended.update().mul(share);
        NDArray between = afterAttention.apply(x.add(attention)); // [rows, tokens, dim]
        NDArray zeroAttention = attended.zeroAttention();
        NDArray update = open == null
                ? feedForward.apply(between, dropout)
                : open.feedForward(feedForward, between, dropout); // [rows, tokens, dim]
        if (update == null) {
            return new Output(between, zeroAttention, share);
        }
        if (zeroAttention != null && zeroGatesFeedForward) {
            NDArray mean = zeroAttention.mean(new int[] {1}).expandDims(2); // [rows, tokens, 1]
            // neg and add are safe in a gradient graph; sub(Number) from the left is not offered
            update = update.mul(mean.neg().add(1f)); // [rows, tokens, dim]
        }
        return new Output(afterFeedForward.apply(between.add(update)), zeroAttention, share);
    }
}
