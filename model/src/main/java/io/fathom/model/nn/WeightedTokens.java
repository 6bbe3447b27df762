package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;

/**
 * All tokens, each with its share: what training needs, where every share may carry a gradient, and what serving on a GPU
 * does, where every share is 0 or 1.
 */
record WeightedTokens(NDArray share) implements OpenTokens {

    @Override
    public boolean any() {
        return true;
    }

    @Override
    public NDArray feedForward(FeedForward feedForward, NDArray x, Dropout dropout) {
        return feedForward.apply(x, dropout).mul(share);
    }
}
