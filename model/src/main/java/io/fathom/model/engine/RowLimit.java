package io.fathom.model.engine;

/**
 * How many rows a worker dares to run at once. Halved where a batch failed as a whole (most often memory), restored when a
 * single record turned out to be the culprit, and doubled again after a number of good steps: memory comes back when
 * another process lets go of it. In the worst case, a lasting shortage, one step in {@value #STEPS_TO_GROW} is wasted.
 */
final class RowLimit {
    private static final int STEPS_TO_GROW = 256;

    private final int configured;
    private int current;
    private int goodSteps;

    RowLimit(int configured) {
        this.configured = configured;
        this.current = configured;
    }

    int current() {
        return current;
    }

    /** A batch of this many rows failed. */
    void failed(int rows) {
        current = Math.max(1, Math.min(current, rows / 2));
        goodSteps = 0;
    }

    /** A record failed alone, so the size of its batch was not the reason. */
    void culpritFound() {
        current = configured;
    }

    /** A batch step went well. */
    void succeeded() {
        if (current < configured && ++goodSteps >= STEPS_TO_GROW) {
            current = Math.min(configured, current * 2);
            goodSteps = 0;
        }
    }
}
