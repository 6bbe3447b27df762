package io.fathom.model.depth;

/** Why a record stopped cycling. */
public enum ExitReason {
    /** All cycles that the model has were run. */
    FULL_DEPTH,
    /** The fixed policy's number of cycles (0 is depth zero), or the record's own {@code maxCycles}, was reached before full depth. */
    CYCLE_LIMIT,
    /** The mean zero attention of the last cycle exceeded the policy's threshold: the model had little left to do. */
    ZERO_ATTENTION,
    /** The exit head's confidence reached the policy's threshold. */
    CONFIDENCE,
    /** The entropy of the exit head's probabilities fell to the policy's threshold. */
    ENTROPY,
    /** The answer stayed the same for as many cycles as the policy asks for. */
    PATIENCE,
    /** The bundle's probe held it probable enough that the answer already equals the full-depth answer. */
    PROBE,
    /** Time ran out; the answer is the best one available at that moment. */
    DEADLINE
}
