package io.fathom.job.control;

import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.engines.EngineSite;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/** The stamp of a job that takes no directives: the configuration holds for every record. */
public final class FixedStamp extends RichMapFunction<AcceptedEvent, StampedEvent> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable EngineSite site;

    @Override
    public void open(OpenContext context) throws Exception {
        EngineSite entered = EngineSite.enter(getRuntimeContext());
        site = entered;
        entered.serveOnly(
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                Ruling.CONFIGURED.model().bundles());
    }

    @Override
    public StampedEvent map(AcceptedEvent event) {
        return new StampedEvent(event, Ruling.CONFIGURED.stamp(event.event().getId()));
    }

    @Override
    public void close() {
        if (site != null) {
            site.leave();
            site = null;
        }
    }
}
