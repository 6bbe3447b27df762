package io.fathom.job.control;

import io.fathom.job.config.ControlSettings;
import io.fathom.job.engines.EngineFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the orders: at once when there is news, else at a steady pace. */
final class OrderBook {
    private final EngineFactory engines;
    private final long term;
    private final long paceMillis;
    private final JobShares shares;
    private long round;
    private long sentAt = Long.MIN_VALUE / 2;

    /**
     * @param engines knows the configured budget
     * @param term when the control operator started, milliseconds since 1970
     */
    OrderBook(EngineFactory engines, ControlSettings settings, long term) {
        this.engines = engines;
        this.term = term;
        this.paceMillis = settings.pace().toMillis();
        this.shares = new JobShares(term, settings.shareTimeout().dividedBy(2));
    }

    void hear(SiteReport report, long nowMillis) {
        shares.hear(report, nowMillis);
    }

    Optional<Orders> next(DirectiveDesk desk, boolean news, long nowMillis) {
        if (!news && nowMillis - sentAt < paceMillis) {
            return Optional.empty();
        }
        sentAt = nowMillis;
        round++;
        Ruling ruling = desk.ruling();
        BudgetTerms terms = desk.budgetToTell();
        Map<String, Double> divided = JobBudget.of(engines, terms, ruling.limits())
                .map(budget -> shares.next(budget.tlopsPerSecond(), round, nowMillis))
                .orElse(Map.of());
        return Optional.of(new Orders(
                term,
                round,
                desk.candidate().orElse(null),
                List.copyOf(ruling.model().bundles()),
                desk.budgetId(),
                terms,
                ruling.limits(),
                divided));
    }
}
