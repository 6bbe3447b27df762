package io.fathom.model.engine;

import io.fathom.model.budget.AuditOutcome;
import io.fathom.model.budget.BudgetLevel;
import io.fathom.model.budget.CostModel;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.engine.ScoringResult.Cost;
import io.fathom.model.engine.ScoringResult.Trace;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends records: completes their tickets, counts them and gives their room back. Safe for use by many threads. */
final class RecordOutcomes {
    private static final Logger LOG = LoggerFactory.getLogger(RecordOutcomes.class);

    /** Of records that were answered before they entered a batch. */
    static final int NO_WORKER = -1;

    private final AnswerRule answers;
    private final CostModel costs;
    private final int modelCycles;
    private final EngineBudget budget;
    private final EngineCounters counters;
    private final InFlightLimit inFlight;
    private final LongSupplier nanoClock;

    RecordOutcomes(
            AnswerRule answers,
            CostModel costs,
            int modelCycles,
            EngineBudget budget,
            EngineCounters counters,
            InFlightLimit inFlight,
            LongSupplier nanoClock) {
        this.answers = answers;
        this.costs = costs;
        this.modelCycles = modelCycles;
        this.budget = budget;
        this.counters = counters;
        this.inFlight = inFlight;
        this.nanoClock = nanoClock;
    }

    /**
     * Answers a row that has left its batch.
     *
     * @param read what was read after its last cycle
     */
    void answer(ActiveRow row, float[] read, int worker) {
        ScoringResult early = row.early();
        complete(row, early == null ? result(row, read, worker) : compared(early, row, read));
    }

    /** What a row has found out so far, with what was read after its last cycle. */
    ScoringResult result(ActiveRow row, float[] read, int worker) {
        PendingRecord record = row.record();
        int cycles = row.cycles();
        List<Integer> middle = row.tokenLayers();
        int timesAnswered = Math.max(1, row.timesAnswered());
        long tlops = middle.isEmpty()
                ? costs.tlops(record.tokens(), cycles, timesAnswered)
                : costs.tlopsOfRouted(record.tokens(), sum(middle), timesAnswered);
        Trace trace = new Trace(
                record.tokens(),
                record.text().truncated(),
                cycles,
                modelCycles,
                row.exitReason(),
                row.signals(),
                middle.stream().map(layers -> layers + costs.outerLayers()).toList());
        Cost cost = new Cost(
                tlops,
                costs.tlopsFull(record.tokens(), modelCycles),
                row.startedNanos() - record.submittedNanos(),
                nanoClock.getAsLong() - row.startedNanos(),
                row.batchRows(),
                worker);
        return new ScoringResult(answers.answer(read, record, cycles), trace, cost, row.place());
    }

    /** What depth zero says of a record that leaves there for this reason, or would if it were not audited. */
    ScoringResult atDepthZero(PendingRecord record, ExitReason reason) {
        long now = nanoClock.getAsLong();
        int tokens = record.tokens();
        Trace trace = new Trace(tokens, record.text().truncated(), 0, modelCycles, reason, List.of());
        Cost cost = new Cost(
                costs.tlops(tokens, 0, 0),
                costs.tlopsFull(tokens, modelCycles),
                0,
                now - record.submittedNanos(),
                0,
                NO_WORKER);
        BudgetLevel level = record.level();
        ScoringResult.Place place = level == null
                ? ScoringResult.Place.NONE
                : ScoringResult.Place.at(record.point().orElseThrow(), level);
        return new ScoringResult(answers.answer(record.depthZero().read(), record, 0), trace, cost, place);
    }

    /** Answers a record that no worker has taken, or with what it is audited for. */
    void answerAtDepthZero(PendingRecord record, ExitReason reason) {
        ScoringResult early = record.early();
        ScoringResult result = early == null ? atDepthZero(record, reason) : early;
        inFlight.leave(1, record.bytes());
        counters.answeredAtDepthZero(result.cost().tlops());
        budget.answered(result);
        record.result().complete(result);
    }

    private ScoringResult compared(ScoringResult early, ActiveRow row, float[] read) {
        if (row.cycles() < modelCycles) {
            return early; // its time was up first
        }
        Answer full = answers.answer(read, row.record(), row.cycles());
        return early.audited(early.answer().agreesWith(full) ? AuditOutcome.AGREED : AuditOutcome.DISAGREED);
    }

    private void complete(ActiveRow row, ScoringResult result) {
        inFlight.leave(1, row.record().bytes());
        counters.answered(result.cost().tlops());
        budget.answered(result);
        row.record().result().complete(result);
    }

    private static long sum(List<Integer> layers) {
        return layers.stream().mapToLong(Integer::longValue).sum();
    }

    /** This record alone cannot be scored. */
    void fail(ActiveRow row, RuntimeException cause) {
        ScoringResult early = row.early();
        if (early != null) {
            complete(row, early); // only its audit failed
            return;
        }
        LOG.debug("record '{}' failed", row.record().id(), cause);
        end(row, new RecordFailedException(message(row, cause), cause));
    }

    /** The engine goes down with this record under way. */
    void abandon(ActiveRow row, EngineClosedException reason) {
        end(row, reason);
    }

    /** The engine goes down before a worker took this record. */
    void abandon(PendingRecord record, EngineClosedException reason) {
        inFlight.leave(1, record.bytes());
        counters.failedEarly();
        record.result().completeExceptionally(reason);
    }

    private void end(ActiveRow row, RuntimeException reason) {
        inFlight.leave(1, row.record().bytes());
        counters.failedInBatch();
        row.record().result().completeExceptionally(reason);
    }

    private static String message(ActiveRow row, RuntimeException cause) {
        return "record '" + row.record().id() + "' of " + row.tokens() + " tokens must be scored without an error, but "
                + "failed after cycle " + row.cycles() + ": " + reason(cause);
    }

    /** The message without the native stack trace that PyTorch puts behind it. */
    private static String reason(Throwable cause) {
        return Objects.requireNonNullElse(cause.getMessage(), cause.toString())
                .lines()
                .findFirst()
                .orElse("");
    }
}
