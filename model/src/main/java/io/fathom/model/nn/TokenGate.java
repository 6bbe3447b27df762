package io.fathom.model.nn;

/**
 * From a router's probability p of halting to the share a of a layer's update that a token takes (papers.md 2.3 and 2.5). A
 * way of running a network, as dropout is; the weights are the same for all.
 */
public sealed interface TokenGate {
    /** Where p and 1 − p are equal. */
    float EVEN = 0.5f;

    /** The p from which on a token does not take a layer, where gates are hard. */
    default float threshold() {
        return EVEN;
    }

    /** No routers, no gates: every token takes every layer whole. */
    record None() implements TokenGate {}

    /** {@code a = 1 − p}. Every token runs every layer, so nothing is saved. */
    record Soft() implements TokenGate {}

    /**
     * {@code a = 1} where {@code p < threshold}, otherwise 0; what a token does not take is not computed in the feed-forward,
     * and the token still serves as a key. For inference: no gradient reaches the router.
     *
     * <p>The one place where an answer is not continuous in its input: a p within float noise of the threshold can fall on
     * either side of it in another batch, and then that token's update is there or not.
     */
    record Hard(float threshold) implements TokenGate {
        public Hard {
            requireShare(threshold);
        }
    }

    /**
     * Forward the values of {@link Hard}, backward the gradient of {@link Soft} (straight-through estimator, Bengio et al.
     * 2013): training for hard gates. Nothing is left out.
     */
    record StraightThrough(float threshold) implements TokenGate {
        public StraightThrough {
            requireShare(threshold);
        }
    }

    /** The gate that a network is trained with if nothing else is said. */
    static TokenGate forTraining(Architecture architecture) {
        return architecture.routers() ? new Soft() : new None();
    }

    /** The gate that a network is served with if nothing else is said. */
    static TokenGate forServing(Architecture architecture) {
        return architecture.routers() ? new Hard(EVEN) : new None();
    }

    /** @throws IllegalArgumentException if a network with routers has no gates, or one without has some */
    static void requireFit(TokenGate gate, Architecture architecture) {
        if (gate instanceof None == architecture.routers()) {
            throw new IllegalArgumentException("token gates must be "
                    + (architecture.routers() ? "soft, hard or straight-through (the network has" : "none (it has no")
                    + " routers), but were " + gate);
        }
    }

    private static void requireShare(float threshold) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException(
                    "threshold of the token gates must be between 0 and 1, but was " + threshold);
        }
    }
}
