package io.fathom.model.training;

import io.fathom.model.depth.DepthAdvice;
import io.fathom.model.depth.ExitPolicy;
import java.util.List;
import java.util.Objects;

/**
 * The policy that a bundle recommends, chosen on held-out data: the cheapest point of the frontier whose honest quality is
 * within a tolerance of the best that there is, or the cheapest such fixed depth where no point is cheaper. The best need not be
 * full depth: the last layers of an encoder that was trained for something else are often worse than those before them. Cheap
 * is by layers run for each token, not by cycles alone: what runs the tail after every cycle has to save more cycles than it
 * costs.
 *
 * @param point the policy and what it gives on the held-out data
 * @param fixed the cheapest fixed depth within the tolerance, or the best one where points of the frontier are better by more
 * @param best the best fixed depth, the cheapest of several
 * @param tolerance how much quality may be given up
 */
public record ExitChoice(ExitPoint point, ExitPoint fixed, ExitPoint best, double tolerance) {
    /** A fifth of a point of accuracy. */
    public static final double TOLERANCE = 0.002;

    /**
     * @param comparison of all signals on the same records
     * @param frontier the points of the frontier as policies, with their honest qualities; none where they are no policies
     */
    static ExitChoice of(ExitSignalComparison comparison, List<ExitPoint> frontier, double tolerance) {
        ExitSignalComparison.Row depths = comparison.row("fixed");
        ExitPoint best = best(depths.curve());
        double most = Math.max(
                best.quality(),
                frontier.stream().mapToDouble(ExitPoint::quality).max().orElse(Double.NEGATIVE_INFINITY));
        ExitPoint fixed = depths.cheapest(most - tolerance).orElse(best);
        ExitPoint chosen = fixed;
        for (ExitPoint point : frontier) {
            boolean goodEnough = point.quality() >= most - tolerance;
            if (goodEnough && (chosen.quality() < most - tolerance || point.cheaperThan(chosen))) {
                chosen = point;
            }
        }
        return new ExitChoice(chosen, fixed, best, tolerance);
    }

    /** The point of most quality, the cheapest of several. */
    static ExitPoint best(List<ExitPoint> points) {
        return points.stream()
                .reduce((best, point) -> point.quality() > best.quality()
                                || (point.quality() == best.quality() && point.cheaperThan(best))
                        ? point
                        : best)
                .orElseThrow();
    }

    public ExitPolicy policy() {
        return Objects.requireNonNull(point.policy(), "only policies are chosen");
    }

    /** How deep this data has to be read. */
    public DepthAdvice advice(ExitSignalComparison comparison) {
        List<ExitPoint> depths = comparison.row("fixed").curve();
        return DepthAdvice.of(
                (int) Math.rint(depths.get(0).cycles()),
                depths.stream().map(ExitPoint::quality).toList(),
                DepthAdvice.TOLERANCE);
    }
}
