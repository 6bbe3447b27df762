package io.fathom.bench;

import io.fathom.job.control.Orders;
import io.fathom.job.control.SiteReport;
import io.fathom.job.engines.BudgetReport;
import io.fathom.job.engines.BundleRef;
import io.fathom.job.engines.EngineDemand;
import io.fathom.job.engines.EngineFactory;
import io.fathom.job.engines.SiteAddress;
import io.fathom.model.budget.ComputeBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** TaskManagers that report, and obey what they are sent, with one engine each and names as long as Kubernetes gives. */
final class ImaginarySites {
    private static final String MODEL = "parcels@0123456789ab";
    /** More than any budget: who has load takes all that it is given. */
    private static final double ANY_AMOUNT = 1e15;

    private final ClusterSize cluster;
    private final long sinceMillis;
    private final Map<String, Orders> obeyed = new HashMap<>();
    private int loaded = -1;

    ImaginarySites(ClusterSize cluster, long sinceMillis) {
        this.cluster = cluster;
        this.sinceMillis = sinceMillis;
    }

    String taskManager(int site) {
        return String.format(Locale.ROOT, "fathom-taskmanager-1-%d", site + 1);
    }

    /** At first all have load. */
    void moveLoadTo(int site) {
        loaded = site;
    }

    /** What a subtask reports; the slots of a TaskManager follow each other. */
    SiteReport report(int subtask) {
        int site = subtask / cluster.slots();
        String name = taskManager(site);
        Orders last = obeyed.get(name);
        double demand = loaded < 0 || loaded == site ? ANY_AMOUNT : 0;
        return new SiteReport(
                name,
                subtask,
                cluster.subtasks(),
                new SiteAddress(name, site, sinceMillis),
                null,
                new BudgetReport(
                        last == null ? "" : last.budgetId(),
                        last == null ? 0 : last.term(),
                        last == null ? 0 : last.round(),
                        null,
                        List.of(new EngineDemand(MODEL, demand))));
    }

    void obey(Orders orders) {
        obeyed.put(orders.to().taskManager(), orders);
    }

    /** The last orders of this TaskManager. */
    Orders obeyed(int site) {
        @Nullable Orders last = obeyed.get(taskManager(site));
        return Objects.requireNonNull(last, () -> taskManager(site) + " has had no orders");
    }

    /** Knows the budget of the job, and opens nothing. */
    record Budgeted(double tlopsPerSecond) implements EngineFactory {
        @Override
        public Plan plan(BundleRef bundle) {
            throw new UnsupportedOperationException("these engines are only thought of");
        }

        @Override
        public Optional<ComputeBudget> budget() {
            return Optional.of(ComputeBudget.of(tlopsPerSecond));
        }
    }
}
