package io.fathom.model.training.experiment;

/** A training with what is measured after it. The same seed and text give the same figures, times aside. */
public interface Experiment {

    /** All that determines the outcome but seed and text, in words; another recipe has other words. */
    String recipe();

    /** How long it takes, in executed layers times steps: good enough to share out a progress bar. */
    long work();

    /**
     * Runs to the end. In the calling thread, and once at a time in a process, since DJL collects gradients of one.
     *
     * @param text what language models learn; tasks that generate their records do not look at it
     * @throws StoppedException if the watch asks for it
     */
    Outcome run(long seed, ExperimentText text, Watch watch);
}
