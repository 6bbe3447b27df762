package io.fathom.job.control;

import org.jspecify.annotations.Nullable;

/**
 * Bounds on the depth of every record; null where there is none.
 *
 * @param maxCycles most cycles, at least 0 (depth zero)
 * @param cheapestPoint index of the cheapest operating point that the budget may choose
 * @param richestPoint index of the richest
 */
public record DepthLimits(
        @Nullable Integer maxCycles, @Nullable Integer cheapestPoint, @Nullable Integer richestPoint) {
    public static final DepthLimits NONE = new DepthLimits(null, null, null);
}
