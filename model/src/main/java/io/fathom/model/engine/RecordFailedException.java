package io.fathom.model.engine;

/** One record cannot be scored; the engine and all other records go on. */
public final class RecordFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RecordFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
