package io.fathom.job.routing;

import io.fathom.job.config.WireFormat;
import io.fathom.job.decode.DeadLetters;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.job.metrics.AnswerMetrics;
import io.fathom.job.metrics.AuditCounters;
import io.fathom.job.metrics.DeadLetterCounters;
import io.fathom.job.scoring.ScoringOutcome;
import io.fathom.job.scoring.ScoringOutcome.Answer;
import io.fathom.job.scoring.ScoringOutcome.Rejection;
import io.fathom.model.engine.ScoringResult;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DeadLetterStage;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Splits outcomes: a prediction with its telemetry, or a dead letter. Both of the first leave within one call, so one
 * checkpoint holds either both or none.
 */
public final class RouteFunction extends ProcessFunction<ScoringOutcome, Prediction> {
    private static final long serialVersionUID = 1L;

    public static final OutputTag<DepthTelemetry> DEPTH_TELEMETRY =
            new OutputTag<>("depth-telemetry", TypeInformation.of(DepthTelemetry.class));

    /** Events that got no answer. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("unscored", TypeInformation.of(DeadLetter.class));

    private final WireFormat format;
    private final DeadLetters deadLetters;
    private transient @Nullable Running running;

    public RouteFunction(WireFormat format, DeadLetters deadLetters) {
        this.format = format;
        this.deadLetters = deadLetters;
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup group = getRuntimeContext().getMetricGroup();
        running = new Running(
                RecordCodec.of(format, TextEvent.class),
                new AnswerMetrics(group),
                new AuditCounters(group),
                new DeadLetterCounters(group, DeadLetterStage.SCORE, DeadLetterStage.ADMIT));
    }

    @Override
    public void processElement(ScoringOutcome outcome, Context context, Collector<Prediction> out) {
        Running now = running();
        Answer answer = outcome.answer();
        if (answer != null) {
            ScoringResult result = answer.result();
            now.answers.record(result);
            now.audits.record(result);
            out.collect(OutcomeRecords.prediction(outcome, answer));
            context.output(DEPTH_TELEMETRY, OutcomeRecords.telemetry(outcome, answer));
        }
        Rejection rejection = outcome.rejection();
        if (rejection != null) {
            now.failures.count(rejection.stage());
            context.output(DEAD_LETTERS, deadLetter(outcome, rejection, now.codec));
        }
    }

    /** The original bytes are not carried through the engine; the event is encoded again. */
    private DeadLetter deadLetter(ScoringOutcome outcome, Rejection rejection, RecordCodec<TextEvent> codec) {
        TextEvent event = outcome.input().event();
        return deadLetters.of(
                rejection.stage(),
                rejection.errorClass(),
                rejection.message(),
                event.getId(),
                outcome.input().origin(),
                codec.encode(event),
                Instant.ofEpochMilli(outcome.completedAtMillis()));
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("the function has not been opened");
        }
        return running;
    }

    private record Running(
            RecordCodec<TextEvent> codec, AnswerMetrics answers, AuditCounters audits, DeadLetterCounters failures) {}
}
