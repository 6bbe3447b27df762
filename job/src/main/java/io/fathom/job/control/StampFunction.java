package io.fathom.job.control;

import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.engines.EngineSite;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Attaches to each record what is in force when it passes. An async function has neither a broadcast input nor state; with
 * its stamp a record that was under way in a checkpoint is scored again by the rules of the first time.
 *
 * <p>Bundles that a new ruling names have been opened by then, so the change takes no time between two records.
 */
public final class StampFunction extends BroadcastProcessFunction<AcceptedEvent, Ruling, StampedEvent>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    /** The ruling in force, under its only key. */
    public static final MapStateDescriptor<String, Ruling> STATE =
            new MapStateDescriptor<>("ruling", Types.STRING, TypeInformation.of(Ruling.class));

    private static final String KEY = "in force";

    private transient @Nullable Ruling ruling;
    private transient @Nullable EngineSite site;

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        BroadcastState<String, Ruling> state = context.getOperatorStateStore().getBroadcastState(STATE);
        ruling = Objects.requireNonNullElse(state.get(KEY), Ruling.CONFIGURED);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        site = EngineSite.enter(getRuntimeContext());
        serve();
    }

    @Override
    public void processElement(AcceptedEvent event, ReadOnlyContext context, Collector<StampedEvent> out) {
        out.collect(new StampedEvent(event, ruling().stamp(event.event().getId())));
    }

    @Override
    public void processBroadcastElement(Ruling next, Context context, Collector<StampedEvent> out) throws Exception {
        context.getBroadcastState(STATE).put(KEY, next);
        ruling = next;
        serve();
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        // The broadcast state is written by the operator.
    }

    @Override
    public void close() {
        if (site != null) {
            site.leave();
            site = null;
        }
    }

    private void serve() throws Exception {
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        Objects.requireNonNull(site).serveOnly(subtask, ruling().model().bundles());
    }

    private Ruling ruling() {
        if (ruling == null) {
            throw new IllegalStateException("the function has not been initialized");
        }
        return ruling;
    }
}
