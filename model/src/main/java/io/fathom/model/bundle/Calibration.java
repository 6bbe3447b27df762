package io.fathom.model.bundle;

import java.util.Optional;

/** What turns the values that a network gives into an answer, fitted on held-out data for every exit. */
public sealed interface Calibration permits LabelCalibration, SurpriseCalibration {

    /** Exits that it was fitted for. */
    int cycles();

    /** The label that stands for out-of-scope, or empty where the task has none. */
    default String outOfScopeLabel() {
        return "";
    }

    /** How the n-gram model answers before the first cycle; empty where there is none. */
    default Optional<DepthZero> depthZero() {
        return Optional.empty();
    }

    /** The least depth that a record can leave at: 0 where the model has depth zero, otherwise 1. */
    default int firstDepth() {
        return depthZero().isPresent() ? 0 : 1;
    }

    default boolean rejectsOutOfScope() {
        return false;
    }
}
