package io.fathom.job.routing;

import io.fathom.job.scoring.ScoringOutcome;
import io.fathom.job.scoring.ScoringOutcome.Answer;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.engine.ScoringResult;
import io.fathom.schemas.CycleSignal;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.ExitReason;
import io.fathom.schemas.LabelProbability;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import java.time.Instant;

/** An answer as the records that leave the job. Pure: the same outcome gives the same records. */
final class OutcomeRecords {

    private OutcomeRecords() {}

    static Prediction prediction(ScoringOutcome outcome, Answer answer) {
        TextEvent event = outcome.input().event();
        ScoringResult result = answer.result();
        return Prediction.newBuilder()
                .setEventId(event.getId())
                .setLabel(result.label())
                .setScore(result.score())
                .setAlternatives(result.alternatives().stream()
                        .map(a -> new LabelProbability(a.label(), a.probability()))
                        .toList())
                .setOutOfScope(result.outOfScope())
                .setModelId(answer.model().id())
                .setModelVersion(answer.model().version())
                .setCyclesUsed(result.trace().cyclesUsed())
                .setExitReason(exitReason(result))
                .setEventTime(event.getEventTime())
                .setScoredAt(Instant.ofEpochMilli(outcome.completedAtMillis()))
                .build();
    }

    static DepthTelemetry telemetry(ScoringOutcome outcome, Answer answer) {
        ScoringResult.Trace trace = answer.result().trace();
        ScoringResult.Cost cost = answer.result().cost();
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
                .setExitReason(exitReason(answer.result()))
                .setSignals(trace.signals().stream().map(OutcomeRecords::signal).toList())
                .setQueueMicros(cost.queueNanos() / 1000)
                .setComputeMicros(cost.computeNanos() / 1000)
                .setBatchRows(cost.batchRows())
                .setSubtask(outcome.subtask())
                .setWorker(cost.worker())
                .setTokenLayers(trace.tokenLayers().isEmpty() ? null : trace.tokenLayers())
                .build();
    }

    private static CycleSignal signal(ExitSignal signal) {
        return new CycleSignal(
                signal.cycle(), signal.zeroAttention(), signal.hasConfidence() ? signal.confidence() : null);
    }

    private static ExitReason exitReason(ScoringResult result) {
        return ExitReason.valueOf(result.trace().exitReason().name());
    }
}
