package io.fathom.model.training;

import io.fathom.model.depth.DepthAdvice;
import io.fathom.model.depth.ExitPolicy;
import java.util.Objects;

/**
 * The policy that a bundle recommends, chosen on held-out data: the cheapest way of stopping whose quality is within a
 * tolerance of full depth. Cheap is by layers run for each token, not by cycles alone: what runs the tail after every cycle
 * has to save more cycles than it costs. Where no policy is cheaper than the cheapest fixed depth, that depth is the choice,
 * because data that does not profit from depth needs no policy.
 *
 * @param point the policy and what it gives on the held-out data
 * @param fixed the cheapest fixed depth within the tolerance
 * @param full what full depth gives
 * @param tolerance how much quality may be given up
 */
public record ExitChoice(ExitPoint point, ExitPoint fixed, ExitPoint full, double tolerance) {
    /** Half a point of accuracy. */
    public static final double TOLERANCE = 0.005;

    static ExitChoice of(ExitSignalComparison comparison, double tolerance) {
        ExitSignalComparison.Row depths = comparison.row("fixed");
        ExitPoint full = depths.curve().get(depths.curve().size() - 1);
        double least = full.quality() - tolerance;
        ExitPoint fixed = depths.cheapest(least).orElse(full);
        ExitPoint best = fixed;
        for (ExitSignalComparison.Row row : comparison.rows()) {
            ExitPoint point = row.cheapest(least).orElse(full);
            if (point.policy() != null && point.cheaperThan(best)) {
                best = point;
            }
        }
        return new ExitChoice(best, fixed, full, tolerance);
    }

    public ExitPolicy policy() {
        return Objects.requireNonNull(point.policy(), "only policies are chosen");
    }

    /** How deep this data has to be read. */
    public DepthAdvice advice(ExitSignalComparison comparison) {
        return DepthAdvice.of(
                comparison.row("fixed").curve().stream().map(ExitPoint::quality).toList(), tolerance);
    }
}
