package io.fathom.job.engines;

import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.engine.ScoringEngine;
import java.io.Serializable;
import java.util.Optional;

/** Travels to the TaskManagers in the job graph and opens engines there. Equal factories open the same. */
public interface EngineFactory extends Serializable {

    /**
     * Looks at what is to be opened, on the TaskManager; takes nothing that would have to be given back.
     *
     * @throws Exception if the bundle cannot be used, or is not the one that is meant
     */
    Plan plan(BundleRef bundle) throws Exception;

    /** The budget of the whole job as configured; engines are opened without one, and get their share of it then. */
    default Optional<ComputeBudget> budget() {
        return Optional.empty();
    }

    /** A budget of this rate for the whole job, TLOps a second, and all else about it as configured. */
    default ComputeBudget budget(double tlopsPerSecond) {
        return ComputeBudget.of(tlopsPerSecond);
    }

    /** The same for a TaskManager to which Flink gave the GPU with this index. */
    default EngineFactory onGpu(int index) {
        return this;
    }

    /** An engine that can be opened. */
    interface Plan {
        /** Subtasks whose plans have equal keys share one engine. */
        Object key();

        /** Opens the engine; the caller closes it. */
        ScoringEngine open() throws Exception;
    }
}
