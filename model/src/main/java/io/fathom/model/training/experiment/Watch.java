package io.fathom.model.training.experiment;

/** Who looks on while an experiment runs, and may stop it. */
public interface Watch {
    /** Looks away. */
    Watch NONE = (done, loss) -> true;

    /**
     * Called after every step.
     *
     * @param work done since the last call, in the unit of {@link Experiment#work()}
     * @param loss of the step
     * @return false to stop
     */
    boolean onStep(long work, double loss);
}
