package io.fathom.model.budget;

import io.fathom.model.depth.DepthFrontier;
import java.util.List;

/**
 * What a token costs at each operating point, TLOps.
 *
 * @param perToken mean of the answers at each point, cheapest first; no point costs less than one before it
 * @param fullDepth at full depth with one answer
 */
public record PointCosts(List<Double> perToken, double fullDepth) {
    public PointCosts {
        perToken = List.copyOf(perToken);
        if (perToken.isEmpty()) {
            throw new IllegalArgumentException("a budget needs at least 1 operating point, but had none");
        }
        double before = 0;
        for (double cost : perToken) {
            if (!(cost > 0 && cost >= before && Double.isFinite(cost))) {
                throw new IllegalArgumentException(
                        "costs of operating points must be positive and not fall, but were " + perToken);
            }
            before = cost;
        }
    }

    /** The costs that a frontier has measured. */
    public static PointCosts of(DepthFrontier frontier, double fullDepth) {
        return new PointCosts(
                frontier.points().stream().map(point -> point.cost().mean()).toList(), fullDepth);
    }

    public int points() {
        return perToken.size();
    }

    /** Mean TLOps of a token at a point. */
    public double at(int point) {
        return perToken.get(point);
    }

    /**
     * With the audit: a share {@code a} of the records goes on to full depth, {@code c + a·(c_full − c)}, and is answered
     * there once more.
     */
    PointCosts withAudit(double share) {
        return new PointCosts(
                perToken.stream()
                        .map(c -> c + share * Math.max(0, fullDepth - c))
                        .toList(),
                fullDepth);
    }
}
