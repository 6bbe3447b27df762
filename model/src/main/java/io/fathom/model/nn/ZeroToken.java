package io.fathom.model.nn;

/** Zero token of the middle layers and what it gates (papers.md 1.2 and 1.3), or a control in its place (1.7). */
public enum ZeroToken {
    /** No zero token: plain head-tail cycling. */
    NONE,
    /** G0: it gates the attention, as a key without a value does by itself. */
    ATTENTION,
    /** G1: the mean over heads of {@code 1 - zeroAttention} also multiplies the feed-forward's update. */
    LAYER,
    /** Control: no zero token, but each cycle begins with a trained vector of its own added to every state. */
    CYCLE_EMBEDDING,
    /** Control: the key has a trained value as well, so it is an ordinary sink of attention that gates nothing. */
    TRAINED_VALUE;

    /** True if the middle layers have a key that takes attention from the real ones. */
    public boolean hasKey() {
        return this != NONE && this != CYCLE_EMBEDDING;
    }

    /** True where the layers do no more than the paper's own; a control is for experiments and is computed plainly. */
    boolean isControl() {
        return this == CYCLE_EMBEDDING || this == TRAINED_VALUE;
    }
}
