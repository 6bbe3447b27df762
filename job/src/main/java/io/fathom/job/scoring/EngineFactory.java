package io.fathom.job.scoring;

import io.fathom.model.engine.ScoringEngine;
import java.io.Serializable;

/** Travels to the TaskManagers in the job graph and opens the engine there. */
public interface EngineFactory extends Serializable {

    /**
     * Names the engine that {@link #open()} would open; subtasks with equal keys share one. Evaluated on the TaskManager,
     * so it may look at the bundle there.
     */
    Object key() throws Exception;

    /** Opens the engine; the caller closes it. */
    ScoringEngine open() throws Exception;
}
