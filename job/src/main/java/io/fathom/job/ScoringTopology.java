package io.fathom.job;

import io.fathom.job.config.AsyncSettings;
import io.fathom.job.config.JobConfig;
import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.decode.DeadLetters;
import io.fathom.job.decode.DecodeFunction;
import io.fathom.job.io.RawRecord;
import io.fathom.job.routing.RouteFunction;
import io.fathom.job.scoring.AsyncScoringFunction;
import io.fathom.job.scoring.EngineFactory;
import io.fathom.job.scoring.ScoringOutcome;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The shape of the job, without connectors: events in; predictions, telemetry and dead letters out.
 *
 * <pre>
 * events ─► decode ─► score ─► route ─► predictions
 *             │                  ├────► depth telemetry
 *             │                  └──┐
 *             └─────────────────────┴─► dead letters
 * </pre>
 *
 * <p>Every operator has a fixed uid: state finds its operator again after the job has changed.
 */
public final class ScoringTopology {

    private ScoringTopology() {}

    /**
     * What leaves the job. Each event is in exactly one of {@code predictions} and {@code deadLetters}; {@code
     * depthTelemetry} has one record for each prediction.
     */
    public record Outputs(
            DataStream<Prediction> predictions,
            DataStream<DepthTelemetry> depthTelemetry,
            DataStream<DeadLetter> deadLetters) {}

    /**
     * @param engines opens the engine on each TaskManager
     * @param clock gives the times in outputs
     */
    public static Outputs compose(DataStream<RawRecord> events, JobConfig config, EngineFactory engines, Clock clock) {
        DeadLetters deadLetters = new DeadLetters(config.wireFormat(), config.deadLetterMaxBytes());
        SingleOutputStreamOperator<AcceptedEvent> accepted = events.process(
                        new DecodeFunction(config.wireFormat(), deadLetters, clock))
                .name("decode")
                .uid("decode");
        SingleOutputStreamOperator<ScoringOutcome> outcomes = score(
                        accepted,
                        config.async(),
                        new AsyncScoringFunction(engines, config.async().grace(), clock))
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
                        .union(predictions.getSideOutput(RouteFunction.DEAD_LETTERS)));
    }

    private static SingleOutputStreamOperator<ScoringOutcome> score(
            DataStream<AcceptedEvent> events, AsyncSettings async, AsyncScoringFunction function) {
        long timeout = async.timeout().toMillis();
        return async.outputMode() == OutputMode.ORDERED
                ? AsyncDataStream.orderedWait(events, function, timeout, TimeUnit.MILLISECONDS, async.capacity())
                : AsyncDataStream.unorderedWait(events, function, timeout, TimeUnit.MILLISECONDS, async.capacity());
    }
}
