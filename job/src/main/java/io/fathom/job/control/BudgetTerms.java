package io.fathom.job.control;

import org.jspecify.annotations.Nullable;

/**
 * A budget by directive; what is null is as configured, except for the rate.
 *
 * @param tlopsPerSecond for the whole job, above 0; null if the budget has been lifted
 * @param windowMillis over which it is held
 * @param targetLatencyMillis how old a record may be when its answer leaves
 * @param shed true to turn records away when the least depth is too much, false to hold them back
 */
public record BudgetTerms(
        @Nullable Double tlopsPerSecond,
        @Nullable Long windowMillis,
        @Nullable Long targetLatencyMillis,
        @Nullable Boolean shed) {}
