package io.fathom.model.nn;

/** Zero token of the middle layers and what it gates (papers.md 1.2 and 1.3). */
public enum ZeroToken {
    /** No zero token: plain head-tail cycling. */
    NONE,
    /** G0: it gates the attention, as a key without a value does by itself. */
    ATTENTION,
    /** G1: the mean over heads of {@code 1 - zeroAttention} also multiplies the feed-forward's update. */
    LAYER
}
