package io.fathom.model.training.experiment;

import ai.djl.engine.Engine;

/** What all experiments run on. */
public final class Experiments {
    private Experiments() {}

    /** Such as {@code DJL 0.35.1, PyTorch 2.7.1}; loads the engine. */
    public static String engine() {
        Engine engine = Engine.getInstance();
        return "DJL " + Engine.getDjlVersion() + ", " + engine.getEngineName() + " " + engine.getVersion();
    }
}
