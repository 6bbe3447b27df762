package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** The tokens that take a layer, and how much of its update each of them takes. */
interface OpenTokens {

    /** a of each token, [rows, tokens, 1]. */
    NDArray share();

    /** False if no token takes anything of the layer. */
    boolean any();

    /** {@code a · feed-forward(x)}, [rows, tokens, dim]; null for nothing but zeros. */
    @Nullable
    NDArray feedForward(FeedForward feedForward, NDArray x, Dropout dropout);
}
