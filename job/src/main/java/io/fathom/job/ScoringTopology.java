package io.fathom.job;

import io.fathom.job.config.AsyncSettings;
import io.fathom.job.config.JobConfig;
import io.fathom.job.control.StampedEvent;
import io.fathom.job.control.Stamping;
import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.decode.DeadLetters;
import io.fathom.job.decode.DecodeFunction;
import io.fathom.job.engines.EngineFactory;
import io.fathom.job.io.RawRecord;
import io.fathom.job.routing.RouteFunction;
import io.fathom.job.scoring.AsyncScoringFunction;
import io.fathom.job.scoring.ScoringOutcome;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The shape of the job, without connectors: events and directives in; predictions, telemetry, dead letters and
 * acknowledgements out.
 *
 * <pre>
 * events ─► decode ─► report ─► stamp ─► score ─► route ─► predictions
 *             │         │         ▲                 ├────► depth telemetry
 *             │         │         │ ruling          └──┐
 *             └─────────┼─────────┼────────────────────┴─► dead letters
 *                       ▼         │
 * directives ───────► control ────┴─► control acks
 *                       └─ orders ─► obey, in a slot of each TaskManager
 * </pre>
 *
 * <p>Every operator has a fixed uid: state finds its operator again after the job has changed.
 */
public final class ScoringTopology {

    private ScoringTopology() {}

    /**
     * What leaves the job. Each event is in exactly one of {@code predictions} and {@code deadLetters}; {@code
     * depthTelemetry} has one record for each prediction, {@code controlAcks} one for each directive.
     */
    public record Outputs(
            DataStream<Prediction> predictions,
            DataStream<DepthTelemetry> depthTelemetry,
            DataStream<DeadLetter> deadLetters,
            Optional<DataStream<ControlAck>> controlAcks) {}

    /** What enters the job; {@code control} holds directives, and is empty for a job that takes none. */
    public record Inputs(DataStream<RawRecord> events, Optional<DataStream<RawRecord>> control) {}

    /**
     * @param engines opens the engines on each TaskManager
     * @param clock gives the times in outputs
     */
    public static Outputs compose(Inputs inputs, JobConfig config, EngineFactory engines, Clock clock) {
        DeadLetters deadLetters = new DeadLetters(config.wireFormat(), config.deadLetterMaxBytes());
        SingleOutputStreamOperator<AcceptedEvent> accepted = inputs.events()
                .process(new DecodeFunction(config.wireFormat(), deadLetters, clock))
                .name("decode")
                .uid("decode");
        Stamping stamping = new Stamping(config, engines, clock);
        Stamping.Stamped stamped = inputs.control()
                .map(control -> stamping.byDirectives(accepted, control))
                .orElseGet(() -> stamping.asConfigured(accepted));
        SingleOutputStreamOperator<ScoringOutcome> outcomes = score(
                        stamped.events(),
                        config.async(),
                        new AsyncScoringFunction(
                                engines,
                                config.engine().budget().ageFrom(),
                                config.async().grace(),
                                clock))
                .name("score")
                .uid("score");
        SingleOutputStreamOperator<Prediction> predictions = outcomes.process(
                        new RouteFunction(config.wireFormat(), deadLetters))
                .name("route")
                .uid("route");
        return new Outputs(
                predictions,
                predictions.getSideOutput(RouteFunction.DEPTH_TELEMETRY),
                accepted.getSideOutput(DecodeFunction.DEAD_LETTERS)
                        .union(predictions.getSideOutput(RouteFunction.DEAD_LETTERS)),
                stamped.acks());
    }

    private static SingleOutputStreamOperator<ScoringOutcome> score(
            DataStream<StampedEvent> events, AsyncSettings async, AsyncScoringFunction function) {
        long timeout = async.timeout().toMillis();
        return async.outputMode() == OutputMode.ORDERED
                ? AsyncDataStream.orderedWait(events, function, timeout, TimeUnit.MILLISECONDS, async.capacity())
                : AsyncDataStream.unorderedWait(events, function, timeout, TimeUnit.MILLISECONDS, async.capacity());
    }
}
