package io.fathom.model.budget;

/**
 * The operating points that a budget may choose from, by their index in the frontier, cheapest first; both ends belong to
 * it. Ends beyond the frontier mean its own ends, so one range fits bundles with more and with fewer points.
 */
public record PointRange(int cheapest, int richest) {
    /** All points that there are. */
    public static final PointRange WHOLE = new PointRange(0, Integer.MAX_VALUE);

    public PointRange {
        if (cheapest < 0 || cheapest > richest) {
            throw new IllegalArgumentException(
                    "an operating range must run from a point of at least 0 to one that is not" + " cheaper, but was "
                            + cheapest + ".." + richest);
        }
    }

    /** The range on a frontier of {@code points} points. */
    public PointRange of(int points) {
        int last = points - 1;
        return new PointRange(Math.min(cheapest, last), Math.min(richest, last));
    }

    /** The point of the range that is nearest. */
    public int hold(int point) {
        return Math.max(cheapest, Math.min(richest, point));
    }
}
