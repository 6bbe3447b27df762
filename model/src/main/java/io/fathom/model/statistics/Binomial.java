package io.fathom.model.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** How many of n independent trials come out, each with the same probability. */
public final class Binomial {
    private Binomial() {}

    /**
     * The least k with {@code P( Bin(trials, share) ≤ k ) ≥ level}, by exact tails.
     *
     * @param trials at least 0
     * @param share probability of each, 0..1
     * @param level 0..1
     */
    public static int quantile(int trials, double share, double level) {
        return BinomialDistribution.of(trials, share).inverseCumulativeProbability(level);
    }
}
