package io.fathom.job.engines;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a TaskManager stands with the budget.
 *
 * @param orderId id of the budget that it was told last, empty before the first
 * @param term of the order that told it the shares in force, see {@link BudgetOrder}
 * @param round of that order
 * @param problem why an engine cannot keep the budget, in one sentence; null otherwise
 * @param demands one for each engine that is open
 */
public record BudgetReport(
        String orderId, long term, long round, @Nullable String problem, List<EngineDemand> demands) {}
