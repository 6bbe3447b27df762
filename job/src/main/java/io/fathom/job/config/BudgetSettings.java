package io.fathom.job.config;

import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.Overflow;
import io.fathom.model.budget.PointRange;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The budget as configured; travels in the job graph.
 *
 * @param tlopsPerSecond for the whole job; null where none is set, and the rest is for a budget that a directive sets
 * @param targetLatency null for as long as the window
 * @param ageFrom what the age that it is about counts from
 */
public record BudgetSettings(
        @Nullable Double tlopsPerSecond,
        Duration window,
        @Nullable Duration targetLatency,
        AgeFrom ageFrom,
        Overflow overflow,
        int cheapestPoint,
        int richestPoint,
        Map<String, Double> tenantShares,
        double auditShare)
        implements Serializable {

    public BudgetSettings {
        tenantShares = Map.copyOf(tenantShares);
    }

    /** The budget that the job starts with; empty if it starts without. */
    public Optional<ComputeBudget> budget() {
        return tlopsPerSecond == null ? Optional.empty() : Optional.of(budget(tlopsPerSecond));
    }

    /** A budget of this rate, and all else as configured. */
    public ComputeBudget budget(double rate) {
        return new ComputeBudget(
                rate,
                window,
                Optional.ofNullable(targetLatency),
                overflow,
                new PointRange(cheapestPoint, richestPoint),
                tenantShares,
                auditShare);
    }
}
