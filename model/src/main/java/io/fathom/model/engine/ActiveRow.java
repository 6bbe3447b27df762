package io.fathom.model.engine;

import io.fathom.model.depth.ExitReason;
import io.fathom.model.depth.ExitSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record in a batch: how far it is and what its last answer was. Owned by one worker thread. */
final class ActiveRow {
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

    ActiveRow(PendingRecord record, long startedNanos) {
        this.record = record;
        this.startedNanos = startedNanos;
    }

    PendingRecord record() {
        return record;
    }

    int tokens() {
        return record.tokens();
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
        return unchanged;
    }

    void leave(ExitReason reason) {
        exitReason = reason;
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
