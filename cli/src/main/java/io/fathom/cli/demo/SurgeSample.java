package io.fathom.cli.demo;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One answered event of a surge run, as the topics and the sender tell it. Times in epoch milliseconds.
 *
 * @param phase by the time of its creation
 * @param computeMillis from the first layer to the answer
 * @param level of the budget; empty where there is none
 * @param right whether the answer is the expected one; empty where none is known
 */
record SurgeSample(
        SurgePhase phase,
        long createdAt,
        long scoredAt,
        double computeMillis,
        long tlops,
        int tokens,
        int batchRows,
        int worker,
        OptionalInt point,
        Optional<String> level,
        Optional<Boolean> right) {

    long latencyMillis() {
        return Math.max(0, scoredAt - createdAt);
    }

    /** When its first layer was run. */
    double startedAt() {
        return scoredAt - computeMillis;
    }
}
