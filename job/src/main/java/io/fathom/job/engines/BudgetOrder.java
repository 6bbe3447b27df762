package io.fathom.job.engines;

import io.fathom.model.budget.ComputeBudget;
import java.util.Map;
import java.util.Optional;

/**
 * The budget of the whole job and its division.
 *
 * @param id names the budget in reports
 * @param term when the sender started, milliseconds since 1970
 * @param round counts within the term
 * @param whole of the job; empty for none
 * @param shares TLOps a second of each engine of this TaskManager, by the name and version of its bundle
 */
public record BudgetOrder(String id, long term, long round, Optional<ComputeBudget> whole, Map<String, Double> shares) {
    public BudgetOrder {
        shares = Map.copyOf(shares);
    }
}
