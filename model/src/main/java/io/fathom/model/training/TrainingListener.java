package io.fathom.model.training;

/** Hears how training goes; called on the training thread. */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener SILENT = new TrainingListener() {};

    /**
     * Before the steps of a network; teachers come first, the student last.
     *
     * @param number of the network, counted from 1
     * @param networks teachers and student
     * @param steps steps that it will run
     * @param from steps that it has behind it
     */
    default void onNetwork(int number, int networks, int steps, int from) {}

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
     * @param scores of every exit, see {@link Examination#scores}
     */
    default void onEvaluation(int step, double[] scores, boolean best) {}
}
