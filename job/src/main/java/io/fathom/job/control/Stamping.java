package io.fathom.job.control;

import io.fathom.job.config.JobConfig;
import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.engines.EngineFactory;
import io.fathom.job.io.RawRecord;
import io.fathom.schemas.ControlAck;
import java.time.Clock;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Events with the rules that they are scored by: as configured, or by directives. */
public final class Stamping {
    private final JobConfig config;
    private final EngineFactory engines;
    private final Clock clock;

    public Stamping(JobConfig config, EngineFactory engines, Clock clock) {
        this.config = config;
        this.engines = engines;
        this.clock = clock;
    }

    /** Events ready to be scored, and what became of directives. */
    public record Stamped(DataStream<StampedEvent> events, Optional<DataStream<ControlAck>> acks) {}

    /** Every event is scored as configured; nothing stands between source and engine. */
    public Stamped asConfigured(DataStream<AcceptedEvent> events) {
        return new Stamped(events.map(new FixedStamp()).name("stamp").uid("stamp"), Optional.empty());
    }

    /** What is in force may change between two events. */
    public Stamped byDirectives(DataStream<AcceptedEvent> events, DataStream<RawRecord> directives) {
        SingleOutputStreamOperator<AcceptedEvent> reporting = events.transform(
                        "report", TypeInformation.of(AcceptedEvent.class), new ReportOperator(config.control(), clock))
                .uid("report");
        SingleOutputStreamOperator<Ruling> rulings = inputs(directives, reporting)
                .process(new ControlFunction(config.wireFormat(), config.control(), engines, clock))
                .name("control-desk")
                .uid("control-desk")
                .setParallelism(1)
                .setMaxParallelism(1);
        rulings.getSideOutput(ControlFunction.ORDERS)
                .keyBy(orders -> orders.to().key(), Types.INT)
                .process(new ObeyFunction(engines, clock))
                .name("obey")
                .uid("obey")
                .sinkTo(new DiscardingSink<>())
                .name("obeyed")
                .uid("obeyed");
        SingleOutputStreamOperator<StampedEvent> stamped = reporting
                .connect(rulings.broadcast(StampFunction.STATE))
                .process(new StampFunction())
                .name("stamp")
                .uid("stamp");
        return new Stamped(stamped, Optional.of(rulings.getSideOutput(ControlFunction.ACKS)));
    }

    private static DataStream<ControlInput> inputs(
            DataStream<RawRecord> directives, SingleOutputStreamOperator<AcceptedEvent> reporting) {
        DataStream<ControlInput> fromTopic = directives
                .map(ControlInput::of)
                .returns(ControlInput.class)
                .name("directive")
                .uid("directive")
                .setParallelism(1);
        DataStream<ControlInput> fromSubtasks = reporting
                .getSideOutput(ReportOperator.REPORTS)
                .map(ControlInput::of)
                .returns(ControlInput.class)
                .name("site-report")
                .uid("site-report");
        return fromTopic.union(fromSubtasks);
    }
}
