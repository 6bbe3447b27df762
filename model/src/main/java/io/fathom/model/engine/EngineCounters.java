package io.fathom.model.engine;

import java.util.concurrent.atomic.LongAdder;

/** Counts without locks; a snapshot is not one instant, but each counter in it was true at some instant. */
final class EngineCounters {
    private final LongAdder active = new LongAdder();
    private final LongAdder submitted = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder batchedRows = new LongAdder();
    private final LongAdder batchSteps = new LongAdder();
    private final LongAdder tlops = new LongAdder();
    private final LongAdder atDepthZero = new LongAdder();
    private final LongAdder splitBatches = new LongAdder();

    void submitted() {
        submitted.increment();
    }

    void started(int rows) {
        active.add(rows);
    }

    void step(int rows) {
        batchSteps.increment();
        batchedRows.add(rows);
    }

    /** A batch of several rows failed and is halved. */
    void split() {
        splitBatches.increment();
    }

    void answered(long cost) {
        active.decrement();
        answered.increment();
        tlops.add(cost);
    }

    /** A record that no worker had taken is answered. */
    void answeredAtDepthZero(long cost) {
        answered.increment();
        atDepthZero.increment();
        tlops.add(cost);
    }

    /** A record that a worker had taken failed. */
    void failedInBatch() {
        active.decrement();
        failed.increment();
    }

    /** A record failed before a worker took it. */
    void failedEarly() {
        failed.increment();
    }

    EngineStats snapshot(int waiting) {
        return new EngineStats(
                waiting,
                active.intValue(),
                submitted.sum(),
                answered.sum(),
                failed.sum(),
                batchedRows.sum(),
                batchSteps.sum(),
                tlops.sum(),
                atDepthZero.sum(),
                splitBatches.sum());
    }
}
