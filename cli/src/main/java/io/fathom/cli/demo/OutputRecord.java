package io.fathom.cli.demo;

import java.util.Optional;

/** One record of the job's three output topics, as far as the demo looks at it. Times in epoch milliseconds. */
sealed interface OutputRecord {

    /** The event that it is about; for bytes that did not decode, the key that they were sent with. */
    String eventId();

    /** A prediction. */
    record Answer(
            String eventId,
            String label,
            float score,
            boolean outOfScope,
            int cyclesUsed,
            String exitReason,
            long eventTime,
            long scoredAt)
            implements OutputRecord {}

    /**
     * Depth telemetry.
     *
     * @param budget where the record met it; empty where there is none
     */
    record Telemetry(String eventId, int maxCycles, boolean truncated, Work work, Optional<Place> budget)
            implements OutputRecord {}

    /**
     * What an answer took.
     *
     * @param computeMicros from the first layer to the answer
     * @param batchRows rows in the batch of the last cycle
     * @param worker that ran it
     */
    record Work(int tokens, long tlops, long computeMicros, int batchRows, int worker) {}

    /**
     * Where a record met the budget.
     *
     * @param level of the ladder of overload
     * @param point of the frontier that was aimed at, cheapest 0
     */
    record Place(String level, int point) {}

    /** An event that got no prediction. */
    record Dead(String eventId, String stage, String message, long failedAt) implements OutputRecord {}
}
