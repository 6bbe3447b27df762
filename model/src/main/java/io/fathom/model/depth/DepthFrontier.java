package io.fathom.model.depth;

import java.util.List;

/**
 * The measured curve of quality against compute of one model: what is worth stopping at, cheapest first. Every point costs
 * more than the one before it and is better; a point is called by its place, 0 for the cheapest.
 *
 * @param score what the thresholds of all points are held against
 * @param firstDepth the depth that the first threshold is for: 0 where the model has depth zero, otherwise 1
 * @param points 1 to {@value #MOST_POINTS}, strictly rising in cost and in quality; the last is the richest
 */
public record DepthFrontier(ExitScore score, int firstDepth, List<OperatingPoint> points) {
    public static final int MOST_POINTS = 32;

    public DepthFrontier {
        points = List.copyOf(points);
        requireFirstDepth(firstDepth);
        if (points.isEmpty() || points.size() > MOST_POINTS) {
            throw new IllegalArgumentException(
                    "a frontier must have 1 to " + MOST_POINTS + " points, but has " + points.size());
        }
        for (int i = 0; i < points.size(); i++) {
            requireSameDials(points.get(0), points.get(i), i);
            requireThresholds(score, points.get(i), i);
            if (i > 0) {
                requireRising(points.get(i - 1), points.get(i), i);
            }
        }
    }

    /** Of a model without depth zero. */
    public DepthFrontier(ExitScore score, List<OperatingPoint> points) {
        this(score, 1, points);
    }

    static void requireFirstDepth(int firstDepth) {
        if (firstDepth != 0 && firstDepth != 1) {
            throw new IllegalArgumentException(
                    "firstDepth must be 0 (with depth zero) or 1 (without), but was " + firstDepth);
        }
    }

    private static void requireSameDials(OperatingPoint first, OperatingPoint point, int index) {
        if (point.thresholds().size() != first.thresholds().size()
                || point.gateThreshold().isPresent() != first.gateThreshold().isPresent()) {
            throw new IllegalArgumentException("all points of a frontier must have the same dials, but point 0 has "
                    + dials(first) + " and point " + index + " has " + dials(point));
        }
    }

    private static String dials(OperatingPoint point) {
        return point.thresholds().size() + " thresholds and "
                + (point.gateThreshold().isPresent() ? "a gate" : "no gate");
    }

    /** Without a score there is nothing that a threshold in between could tell apart. */
    private static void requireThresholds(ExitScore score, OperatingPoint point, int index) {
        if (score == ExitScore.NONE && point.thresholds().stream().anyMatch(t -> t > 0 && !Float.isInfinite(t))) {
            throw new IllegalArgumentException("thresholds without a score must be 0 or infinite, but those of point "
                    + index + " are " + point.thresholds());
        }
    }

    private static void requireRising(OperatingPoint before, OperatingPoint point, int index) {
        if (!(point.cost().mean() > before.cost().mean())
                || !(point.quality().mean() > before.quality().mean())) {
            throw new IllegalArgumentException(
                    "points of a frontier must rise in cost and quality, but point " + index + " has "
                            + point.cost().mean() + " and " + point.quality().mean() + " after "
                            + before.cost().mean() + " and " + before.quality().mean());
        }
    }

    public int size() {
        return points.size();
    }

    /** Cycles that the model has. */
    public int maxCycles() {
        return firstDepth + points.get(0).thresholds().size();
    }

    /** @throws IllegalArgumentException if there is no such point, in words that say which there are */
    public OperatingPoint point(int index) {
        if (index < 0 || index >= points.size()) {
            throw new IllegalArgumentException("point must be between 0 and " + (points.size() - 1)
                    + " (points of the bundle's frontier, cheapest first), but was " + index);
        }
        return points.get(index);
    }

    /** The place of the best point, which is also the most expensive. */
    public int richest() {
        return points.size() - 1;
    }

    /**
     * The exit policy of a point.
     *
     * @throws IllegalArgumentException as {@link #point}
     */
    public ExitPolicy.Thresholds policy(int index) {
        return new ExitPolicy.Thresholds(score, firstDepth, point(index).thresholds());
    }
}
