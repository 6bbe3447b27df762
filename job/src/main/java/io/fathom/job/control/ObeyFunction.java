package io.fathom.job.control;

import io.fathom.job.engines.EngineFactory;
import io.fathom.job.engines.EngineSite;
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
    private transient @Nullable EngineSite site;

    public ObeyFunction(EngineFactory engines) {
        this.engines = engines;
    }

    @Override
    public void open(OpenContext context) {
        site = EngineSite.enter(getRuntimeContext());
    }

    @Override
    public void processElement(Orders orders, Context context, Collector<Void> out) {
        EngineSite here = Objects.requireNonNull(site);
        if (here.isNews(orders.term(), orders.round())) {
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
}
