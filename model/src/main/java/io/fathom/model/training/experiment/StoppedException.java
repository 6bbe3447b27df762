package io.fathom.model.training.experiment;

/** An experiment was stopped before its end, as it was asked to; what it had done is lost. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("the experiment was stopped, as it was asked to");
    }
}
