package io.fathom.model.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rows of one worker that have not ended, whatever step they are in, and the ways in which they end. */
final class RowEnds {
    private final int worker;
    private final RecordOutcomes outcomes;
    private final Set<ActiveRow> held = new LinkedHashSet<>();

    RowEnds(int worker, RecordOutcomes outcomes) {
        this.worker = worker;
        this.outcomes = outcomes;
    }

    void hold(List<ActiveRow> rows) {
        held.addAll(rows);
    }

    /** Whether the row has not ended yet. */
    boolean holds(ActiveRow row) {
        return held.contains(row);
    }

    /** @param read what was read after its last cycle */
    void answer(ActiveRow row, float[] read) {
        outcomes.answer(row, read, worker);
        held.remove(row); // not before: what is not held when the worker fails is never told
    }

    /** The row has its answer, and goes on with an audit. */
    void audit(ActiveRow row, float[] read) {
        row.goOn(outcomes.result(row, read, worker));
    }

    void fail(ActiveRow row, RuntimeException cause) {
        outcomes.fail(row, cause);
        held.remove(row);
    }

    /** Ends all rows of a worker that cannot go on. */
    void abandon(EngineClosedException reason) {
        held.forEach(row -> outcomes.abandon(row, reason));
        held.clear();
    }
}
