package io.fathom.model.bundle;

/** What turns the values that a network gives into an answer, fitted on held-out data for every exit. */
public sealed interface Calibration permits LabelCalibration, SurpriseCalibration {

    /** Exits that it was fitted for. */
    int cycles();

    /** The label that stands for out-of-scope, or empty where the task has none. */
    default String outOfScopeLabel() {
        return "";
    }

    default boolean rejectsOutOfScope() {
        return false;
    }
}
