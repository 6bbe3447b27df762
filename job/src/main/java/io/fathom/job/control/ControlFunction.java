package io.fathom.job.control;

import io.fathom.job.config.ControlSettings;
import io.fathom.job.config.WireFormat;
import io.fathom.job.engines.Candidate;
import io.fathom.job.engines.EngineFactory;
import io.fathom.job.io.RawRecord;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.job.io.wire.UndecodableException;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.ControlDirective;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The control operator, one for the job: directives and reports in; the ruling out when it changes, orders to the
 * TaskManagers at a steady pace, and one acknowledgement for each directive.
 */
public final class ControlFunction extends ProcessFunction<ControlInput, Ruling> implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    public static final OutputTag<ControlAck> ACKS =
            new OutputTag<>("control-acks", TypeInformation.of(ControlAck.class));

    public static final OutputTag<Orders> ORDERS = new OutputTag<>("orders", TypeInformation.of(Orders.class));

    private final WireFormat format;
    private final ControlSettings settings;
    private final EngineFactory engines;
    private final Clock clock;
    private transient @Nullable ListState<DeskState> state;
    private transient @Nullable DirectiveDesk desk;
    private transient @Nullable RecordCodec<ControlDirective> codec;
    private transient @Nullable OrderBook orders;

    /** @param engines knows the configured budget */
    public ControlFunction(WireFormat format, ControlSettings settings, EngineFactory engines, Clock clock) {
        this.format = format;
        this.settings = settings;
        this.engines = engines;
        this.clock = clock;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        state = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("desk", TypeInformation.of(DeskState.class)));
    }

    @Override
    public void open(OpenContext context) throws Exception {
        DeskState restored = DeskState.INITIAL;
        for (DeskState kept : Objects.requireNonNull(state).get()) {
            restored = kept;
        }
        String jobId = getRuntimeContext().getJobInfo().getJobId().toString();
        codec = RecordCodec.of(format, ControlDirective.class);
        desk = new DirectiveDesk(restored, jobId, settings.modelTimeout(), clock);
        orders = new OrderBook(engines, settings, clock.millis());
    }

    @Override
    public void processElement(ControlInput input, Context context, Collector<Ruling> out) {
        DirectiveDesk now = desk();
        Ruling ruling = now.ruling();
        Optional<Candidate> candidate = now.candidate();
        String budgetId = now.budgetId();
        OrderBook book = Objects.requireNonNull(orders);
        RawRecord directive = input.directive();
        if (directive != null) {
            receive(directive, now);
        }
        SiteReport report = input.report();
        if (report != null) {
            now.hear(report);
            book.hear(report, clock.millis());
        }
        boolean newRuling = !now.ruling().equals(ruling);
        if (newRuling) {
            out.collect(now.ruling());
        }
        now.takeAcks().forEach(ack -> context.output(ACKS, ack));
        boolean news = newRuling
                || !now.candidate().equals(candidate)
                || !now.budgetId().equals(budgetId);
        book.next(now, news, clock.millis()).forEach(next -> context.output(ORDERS, next));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        Objects.requireNonNull(state).update(List.of(desk().state()));
    }

    private void receive(RawRecord record, DirectiveDesk now) {
        DirectiveOrigin origin = DirectiveOrigin.of(record.origin());
        byte[] value = record.value();
        if (value == null) {
            return; // A tombstone: compaction has something to do, the job has not.
        }
        try {
            now.receive(Objects.requireNonNull(codec).decode(value), origin);
        } catch (UndecodableException e) {
            now.refuse(origin, String.valueOf(e.getMessage()));
        }
    }

    private DirectiveDesk desk() {
        if (desk == null) {
            throw new IllegalStateException("the function has not been opened");
        }
        return desk;
    }
}
