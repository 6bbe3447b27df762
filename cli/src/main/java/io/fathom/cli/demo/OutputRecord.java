package io.fathom.cli.demo;

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

    /** Depth telemetry. */
    record Telemetry(String eventId, int maxCycles, boolean truncated) implements OutputRecord {}

    /** An event that got no prediction. */
    record Dead(String eventId, String stage, String message, long failedAt) implements OutputRecord {}
}
