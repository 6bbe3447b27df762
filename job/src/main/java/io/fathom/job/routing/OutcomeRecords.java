package io.fathom.job.routing;

import io.fathom.job.scoring.ScoringOutcome;
import io.fathom.job.scoring.ScoringOutcome.Answer;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.engine.Answer.Classification;
import io.fathom.model.engine.Answer.Surprise;
import io.fathom.model.engine.ScoringResult;
import io.fathom.schemas.AuditOutcome;
import io.fathom.schemas.BudgetLevel;
import io.fathom.schemas.CycleSignal;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.ExitReason;
import io.fathom.schemas.LabelProbability;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import io.fathom.schemas.TextPiece;
import io.fathom.schemas.TextSurprise;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An answer as the records that leave the job. Pure: the same outcome gives the same records. */
final class OutcomeRecords {
    /** What stands in place of a label where the model has none. */
    static final String ANOMALOUS = "anomalous";

    static final String NORMAL = "normal";

    private OutcomeRecords() {}

    static Prediction prediction(ScoringOutcome outcome, Answer answer) {
        TextEvent event = outcome.input().event();
        Prediction.Builder prediction = Prediction.newBuilder()
                .setEventId(event.getId())
                .setModelId(answer.model().id())
                .setModelVersion(answer.model().version())
                .setCyclesUsed(answer.trace().cyclesUsed())
                .setExitReason(exitReason(answer.trace()))
                .setEventTime(event.getEventTime())
                .setScoredAt(Instant.ofEpochMilli(outcome.completedAtMillis()));
        Classification classification = answer.classification();
        if (classification != null) {
            set(prediction, classification);
        }
        Surprise surprise = answer.surprise();
        if (surprise != null) {
            set(prediction, surprise);
        }
        return prediction.build();
    }

    private static void set(Prediction.Builder prediction, Classification answer) {
        prediction
                .setLabel(answer.label())
                .setScore(answer.score())
                .setAlternatives(answer.alternatives().stream()
                        .map(a -> new LabelProbability(a.label(), a.probability()))
                        .toList())
                .setOutOfScope(answer.outOfScope());
    }

    private static void set(Prediction.Builder prediction, Surprise answer) {
        prediction
                .setLabel(answer.anomalous() ? ANOMALOUS : NORMAL)
                .setScore((float) answer.bitsPerCharacter())
                .setSurprise(new TextSurprise(
                        answer.bitsPerCharacter(),
                        answer.threshold(),
                        answer.anomalous(),
                        answer.pieces().stream()
                                .map(p -> new TextPiece(p.text(), p.bits()))
                                .toList()));
    }

    static DepthTelemetry telemetry(ScoringOutcome outcome, Answer answer) {
        ScoringResult.Trace trace = answer.trace();
        ScoringResult.Cost cost = answer.cost();
        return DepthTelemetry.newBuilder()
                .setEventId(outcome.input().event().getId())
                .setModelId(answer.model().id())
                .setModelVersion(answer.model().version())
                .setTokens(trace.tokens())
                .setTruncated(trace.truncated())
                .setCyclesUsed(trace.cyclesUsed())
                .setMaxCycles(trace.maxCycles())
                .setTlops(cost.tlops())
                .setTlopsFull(cost.tlopsFull())
                .setExitReason(exitReason(answer.trace()))
                .setSignals(trace.signals().stream().map(OutcomeRecords::signal).toList())
                .setQueueMicros(cost.queueNanos() / 1000)
                .setComputeMicros(cost.computeNanos() / 1000)
                .setBatchRows(cost.batchRows())
                .setSubtask(outcome.subtask())
                .setWorker(cost.worker())
                .setOperatingPoint(answer.operatingPoint())
                .setBudgetLevel(level(answer.budgetLevel()))
                .setAuditOutcome(outcome(answer.auditOutcome()))
                .setTokenLayers(trace.tokenLayers().isEmpty() ? null : trace.tokenLayers())
                .build();
    }

    private static CycleSignal signal(ExitSignal signal) {
        return new CycleSignal(
                signal.cycle(),
                signal.zeroAttention(),
                signal.hasConfidence() ? signal.confidence() : null,
                signal.hasSettled() ? signal.settled() : null);
    }

    private static @Nullable BudgetLevel level(io.fathom.model.budget.@Nullable BudgetLevel level) {
        return level == null ? null : BudgetLevel.valueOf(level.name());
    }

    private static @Nullable AuditOutcome outcome(io.fathom.model.budget.@Nullable AuditOutcome outcome) {
        return outcome == null ? null : AuditOutcome.valueOf(outcome.name());
    }

    private static ExitReason exitReason(ScoringResult.Trace trace) {
        return ExitReason.valueOf(trace.exitReason().name());
    }
}
