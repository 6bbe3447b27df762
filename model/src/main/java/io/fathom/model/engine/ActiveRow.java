package io.fathom.model.engine;

import io.fathom.model.budget.AuditOutcome;
import io.fathom.model.budget.BudgetLevel;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.depth.ExitSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record in a batch: how far it is and what its last answer was. Owned by one worker thread. */
final class ActiveRow {
    /** Above every point that there is. */
    private static final int NO_POINT = Integer.MAX_VALUE;

    private final PendingRecord record;
    private final long startedNanos;
    private final List<ExitSignal> signals = new ArrayList<>();
    private float[] answer = {};
    private int verdict;
    private int unchanged = -1; // before the first answer
    /** Middle layers that each token ran so far; null where every token runs every layer. */
    private int @Nullable [] tokenLayers;

    private @Nullable ExitReason exitReason;
    private int batchRows;
    private int timesAnswered;
    private int point = NO_POINT;
    private boolean lowered;
    private @Nullable BudgetLevel level;
    private @Nullable ScoringResult early;
    private boolean leaving;
    private boolean fullDepth;

    ActiveRow(PendingRecord record, long startedNanos) {
        this.record = record;
        this.startedNanos = startedNanos;
        if (record.hasDepthZero()) {
            DepthZeroAnswer known = record.depthZero();
            answer = known.read();
            verdict = known.verdict();
            unchanged = 0;
        }
        record.point().ifPresent(p -> point = p);
        level = record.level();
        early = record.early();
    }

    PendingRecord record() {
        return record;
    }

    int tokens() {
        return record.tokens();
    }

    /** Whether there is something to say of it: a cycle has run, or depth zero has spoken. */
    boolean hasAnswer() {
        return cycles() > 0 || record.hasDepthZero();
    }

    /** Cycles run so far. */
    int cycles() {
        return signals.size();
    }

    /** Notes a cycle. */
    void observe(ExitSignal signal, int rowsInBatch) {
        signals.add(signal);
        batchRows = rowsInBatch;
    }

    /**
     * Notes the layers of a cycle that each token ran, where tokens run some and not others.
     *
     * @param layers those of this record's tokens stand from {@code from} on
     */
    void ran(float[] layers, int from) {
        if (tokenLayers == null) {
            tokenLayers = new int[tokens()];
        }
        for (int t = 0; t < tokenLayers.length; t++) {
            tokenLayers[t] += Math.round(layers[from + t]);
        }
    }

    /** Middle layers that each token ran so far; empty where every token runs every layer. */
    List<Integer> tokenLayers() {
        return tokenLayers == null
                ? List.of()
                : Arrays.stream(tokenLayers).boxed().toList();
    }

    /**
     * Notes the answer after a cycle.
     *
     * @param read what the {@link AnswerRule} read
     * @param same equal for answers that say the same
     * @return how many answers before it, without a gap, said the same
     */
    int answered(float[] read, int same) {
        unchanged = unchanged < 0 || same != verdict ? 0 : unchanged + 1;
        answer = read;
        verdict = same;
        timesAnswered++;
        return unchanged;
    }

    /** How often its answer was computed with a cycle. */
    int timesAnswered() {
        return timesAnswered;
    }

    /**
     * Notes where the budget has put it.
     *
     * @param newPoint operating point, by its index
     */
    void place(int newPoint, BudgetLevel newLevel) {
        lowered |= point != NO_POINT && newPoint < point;
        point = newPoint;
        level = newLevel;
    }

    /** The operating point that it is held to; above every point there is where no budget has given it one. */
    int point() {
        return point;
    }

    /** Whether its point has fallen since its first cycle, so that no single point has decided its depth. */
    boolean isLowered() {
        return lowered;
    }

    ScoringResult.Place place() {
        ScoringResult.Place place = level == null ? ScoringResult.Place.NONE : ScoringResult.Place.at(point, level);
        return fullDepth ? place.audited(AuditOutcome.AGREED) : place;
    }

    void leave(ExitReason reason) {
        exitReason = reason;
        leaving = true;
    }

    /** True from its exit on, but for rows that are audited: those stay until the audit ends. */
    boolean isLeaving() {
        return leaving;
    }

    /** Has its answer, and goes on to see whether full depth would have changed it. */
    void goOn(ScoringResult answered) {
        early = answered;
        leaving = false;
    }

    /** Ends the audit at the model's last cycle, or when its time is up. */
    void endAudit(int modelCycles) {
        leaving = cycles() == modelCycles || record.urgent();
    }

    /** Was to be audited, and is: its answer is the one at full depth. */
    void auditedAtFullDepth() {
        fullDepth = true;
    }

    boolean isAudited() {
        return early != null;
    }

    /** The answer that an audit is to compare; null for rows that are not audited. */
    @Nullable
    ScoringResult early() {
        return early;
    }

    List<ExitSignal> signals() {
        return signals;
    }

    /** The signal of the last cycle. */
    ExitSignal lastSignal() {
        return signals.get(signals.size() - 1);
    }

    /** What the {@link AnswerRule} read after the last cycle; empty where no answer was asked for. */
    float[] answer() {
        return answer;
    }

    ExitReason exitReason() {
        if (exitReason == null) {
            throw new IllegalStateException("record '" + record.id() + "' has not left its batch");
        }
        return exitReason;
    }

    int batchRows() {
        return batchRows;
    }

    long startedNanos() {
        return startedNanos;
    }
}
