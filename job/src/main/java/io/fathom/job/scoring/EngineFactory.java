package io.fathom.job.scoring;

import io.fathom.model.engine.ScoringEngine;
import java.io.Serializable;

/** Travels to the TaskManagers in the job graph and opens the engine there. */
public interface EngineFactory extends Serializable {

    /** Looks at what is to be opened, on the TaskManager; takes nothing that would have to be given back. */
    Plan plan() throws Exception;

    /** An engine that can be opened. */
    interface Plan {
        /** Subtasks whose plans have equal keys share one engine. */
        Object key();

        /** Opens the engine; the caller closes it. */
        ScoringEngine open() throws Exception;
    }
}
