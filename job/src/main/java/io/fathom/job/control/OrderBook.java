package io.fathom.job.control;

import io.fathom.job.config.ControlSettings;
import io.fathom.job.engines.BundleRef;
import io.fathom.job.engines.EngineFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the orders: at once when there is news, else at a steady pace. */
public final class OrderBook {
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
    public OrderBook(EngineFactory engines, ControlSettings settings, long term) {
        this.engines = engines;
        this.term = term;
        this.paceMillis = settings.pace().toMillis();
        this.shares = new JobShares(term, settings.shareTimeout().dividedBy(2));
    }

    public void hear(SiteReport report, long nowMillis) {
        shares.hear(report, nowMillis);
    }

    /**
     * The orders of this moment, one for each TaskManager that listens; none between two paces.
     *
     * @param news true if they cannot wait for the pace
     */
    public List<Orders> next(DirectiveDesk desk, boolean news, long nowMillis) {
        if (!news && nowMillis - sentAt < paceMillis) {
            return List.of();
        }
        sentAt = nowMillis;
        round++;
        Ruling ruling = desk.ruling();
        BudgetTerms terms = desk.budgetToTell();
        Map<String, Map<String, Double>> divided = JobBudget.of(engines, terms, ruling.limits())
                .map(budget -> bySite(shares.next(budget.tlopsPerSecond(), round, nowMillis)))
                .orElse(Map.of());
        List<BundleRef> serving = List.copyOf(ruling.model().bundles());
        return desk.addresses().stream()
                .map(to -> new Orders(
                        to,
                        term,
                        round,
                        desk.candidate().orElse(null),
                        serving,
                        desk.budgetId(),
                        terms,
                        ruling.limits(),
                        divided.getOrDefault(to.taskManager(), Map.of())))
                .toList();
    }

    private static Map<String, Map<String, Double>> bySite(Map<EngineId, Double> shares) {
        Map<String, Map<String, Double>> sites = new HashMap<>();
        shares.forEach((engine, share) -> sites.computeIfAbsent(engine.taskManager(), tm -> new HashMap<>())
                .put(engine.model(), share));
        return sites;
    }
}
