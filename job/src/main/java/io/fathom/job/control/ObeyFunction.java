package io.fathom.job.control;

import io.fathom.job.engines.BudgetOrder;
import io.fathom.job.engines.EngineFactory;
import io.fathom.job.engines.EngineSite;
import io.fathom.job.engines.SiteAddress;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Carries out orders in its TaskManager. It runs in every slot, in a task of its own, so that orders never wait behind
 * records; each TaskManager is sent its orders in one of its slots. All that takes time happens on the site's own thread.
 */
public final class ObeyFunction extends ProcessFunction<Orders, Void> {
    private static final long serialVersionUID = 1L;

    private final EngineFactory engines;
    private final Clock clock;
    private transient @Nullable EngineSite site;
    private transient @Nullable SiteAddress address;

    public ObeyFunction(EngineFactory engines, Clock clock) {
        this.engines = engines;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        site = EngineSite.enter(getRuntimeContext());
        address = SiteAddress.of(site.taskManager(), getRuntimeContext().getTaskInfo(), clock.millis());
        site.listen(address);
    }

    @Override
    public void processElement(Orders orders, Context context, Collector<Void> out) {
        EngineSite here = Objects.requireNonNull(site);
        if (!orders.to().equals(address)) {
            return; // It waited in a checkpoint, and is for those who were here before.
        }
        if (here.isNews(orders.term(), orders.round())) {
            here.spend(budget(orders), clock.millis());
            here.follow(orders.candidate(), Set.copyOf(orders.serving()), engines);
        }
    }

    @Override
    public void close() {
        if (site != null) {
            site.hangUp(Objects.requireNonNull(address));
            site.leave();
            site = null;
        }
    }

    private BudgetOrder budget(Orders orders) {
        return new BudgetOrder(
                orders.budgetId(),
                orders.term(),
                orders.round(),
                JobBudget.of(engines, orders.budget(), orders.limits()),
                orders.shares());
    }
}
