package io.fathom.job.control;

import io.fathom.job.engines.EngineFactory;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.Overflow;
import io.fathom.model.budget.PointRange;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The budget that holds for the job: the configured one, with what directives say laid over it. */
final class JobBudget {

    private JobBudget() {}

    /**
     * @param engines knows what is configured
     * @param terms by directive, or null if the configured budget holds
     * @param limits by directive; its points replace the configured operating range
     */
    static Optional<ComputeBudget> of(EngineFactory engines, @Nullable BudgetTerms terms, DepthLimits limits) {
        Optional<ComputeBudget> whole = terms == null ? engines.budget() : lay(terms, engines);
        if (limits.cheapestPoint() == null && limits.richestPoint() == null) {
            return whole;
        }
        PointRange range = new PointRange(
                Objects.requireNonNullElse(limits.cheapestPoint(), 0),
                Objects.requireNonNullElse(limits.richestPoint(), Integer.MAX_VALUE));
        return whole.map(budget -> budget.withPoints(range));
    }

    private static Optional<ComputeBudget> lay(BudgetTerms terms, EngineFactory engines) {
        Double rate = terms.tlopsPerSecond();
        if (rate == null) {
            return Optional.empty();
        }
        ComputeBudget budget = engines.budget(rate.doubleValue());
        if (terms.windowMillis() != null) {
            budget = budget.withWindow(Duration.ofMillis(terms.windowMillis()));
        }
        if (terms.targetLatencyMillis() != null) {
            budget = budget.withTargetLatency(Duration.ofMillis(terms.targetLatencyMillis()));
        }
        if (terms.shed() != null) {
            budget = budget.withOverflow(terms.shed() ? Overflow.SHED : Overflow.BACKPRESSURE);
        }
        return Optional.of(budget);
    }
}
