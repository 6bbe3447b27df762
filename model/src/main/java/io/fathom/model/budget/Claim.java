package io.fathom.model.budget;

/**
 * What one engine asks of a budget that it shares with others.
 *
 * @param weight its part of the budget when nobody asks for anything, relative to the others' weights; above 0
 * @param demandPerSecond what it could spend, TLOps a second, at least 0
 */
public record Claim(double weight, double demandPerSecond) {
    public Claim {
        if (!(weight > 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException("weight of a claim must be more than 0 and finite, but was " + weight);
        }
        if (!(demandPerSecond >= 0 && Double.isFinite(demandPerSecond))) {
            throw new IllegalArgumentException(
                    "demandPerSecond of a claim must be at least 0 and finite, but was " + demandPerSecond);
        }
    }
}
