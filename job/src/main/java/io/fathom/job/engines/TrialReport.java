package io.fathom.job.engines;

import org.jspecify.annotations.Nullable;

/**
 * How far a TaskManager has come with a candidate.
 *
 * @param directiveId of the directive that wants the candidate
 * @param problem why it failed, in one sentence; null otherwise
 */
public record TrialReport(String directiveId, Stage stage, @Nullable String problem) {

    /** From the order to the outcome. */
    public enum Stage {
        /** The bundle is read, opened and tried out, beside those in service. */
        LOADING,
        /** Its engine is open and warm: records can go to it without waiting. */
        READY,
        /** It cannot be used here. */
        FAILED
    }
}
