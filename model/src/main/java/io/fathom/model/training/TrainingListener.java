package io.fathom.model.training;

/** Hears how training goes; called on the training thread. */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener SILENT = new TrainingListener() {};

    /**
     * After each step.
     *
     * @param step steps done, counted from 1
     * @param loss of this step; not finite where the step was skipped
     * @param tokens token ids read in this step
     */
    default void onStep(int step, int steps, double loss, long tokens) {}

    /**
     * After each evaluation on dev.
     *
     * @param accuracy per exit: in-scope accuracy without rejecting
     */
    default void onEvaluation(int step, double[] accuracy, boolean best) {}
}
