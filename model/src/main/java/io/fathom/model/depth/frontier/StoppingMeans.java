package io.fathom.model.depth.frontier;

/**
 * What one way of stopping costs and gives.
 *
 * @param cost mean TLOps of a token
 * @param quality higher is better
 * @param agreement share of the answers that say the same as those at full depth
 */
public record StoppingMeans(double cost, double quality, double agreement) {
    static final StoppingMeans ZERO = new StoppingMeans(0, 0, 0);

    StoppingMeans plus(StoppingMeans other) {
        return new StoppingMeans(cost + other.cost, quality + other.quality, agreement + other.agreement);
    }

    StoppingMeans minus(StoppingMeans other) {
        return new StoppingMeans(cost - other.cost, quality - other.quality, agreement - other.agreement);
    }

    StoppingMeans times(double factor) {
        return new StoppingMeans(factor * cost, factor * quality, factor * agreement);
    }
}
