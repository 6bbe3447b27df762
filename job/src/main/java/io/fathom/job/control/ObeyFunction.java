package io.fathom.job.control;

import io.fathom.job.engines.BudgetOrder;
import io.fathom.job.engines.EngineFactory;
import io.fathom.job.engines.EngineSite;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Carries out orders in its TaskManager. It runs in every slot, in a task of its own, so that orders never wait behind
 * records. All that takes time happens on the site's own thread.
 */
public final class ObeyFunction extends ProcessFunction<Orders, Void> {
    private static final long serialVersionUID = 1L;

    private final EngineFactory engines;
    private final Clock clock;
    private transient @Nullable EngineSite site;

    public ObeyFunction(EngineFactory engines, Clock clock) {
        this.engines = engines;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        site = EngineSite.enter(getRuntimeContext());
    }

    @Override
    public void processElement(Orders orders, Context context, Collector<Void> out) {
        EngineSite here = Objects.requireNonNull(site);
        if (here.isNews(orders.term(), orders.round())) {
            here.spend(budget(orders, here.taskManager()), clock.millis());
            here.follow(orders.candidate(), Set.copyOf(orders.serving()), engines);
        }
    }

    @Override
    public void close() {
        if (site != null) {
            site.leave();
            site = null;
        }
    }

    private BudgetOrder budget(Orders orders, String taskManager) {
        String prefix = JobShares.key(taskManager, "");
        Map<String, Double> own = new HashMap<>();
        orders.shares().forEach((engine, share) -> {
            if (engine.startsWith(prefix)) {
                own.put(engine.substring(prefix.length()), share);
            }
        });
        return new BudgetOrder(
                orders.budgetId(),
                orders.term(),
                orders.round(),
                JobBudget.of(engines, orders.budget(), orders.limits()),
                own);
    }
}
