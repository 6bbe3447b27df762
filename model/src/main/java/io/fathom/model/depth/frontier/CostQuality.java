package io.fathom.model.depth.frontier;

/**
 * What one way of stopping costs and gives.
 *
 * @param cost mean TLOps of a token
 * @param quality higher is better
 */
public record CostQuality(double cost, double quality) {

    CostQuality plus(CostQuality other) {
        return new CostQuality(cost + other.cost, quality + other.quality);
    }

    CostQuality minus(CostQuality other) {
        return new CostQuality(cost - other.cost, quality - other.quality);
    }

    CostQuality times(double factor) {
        return new CostQuality(factor * cost, factor * quality);
    }
}
