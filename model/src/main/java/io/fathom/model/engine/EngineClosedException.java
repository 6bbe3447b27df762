package io.fathom.model.engine;

/** The engine has been closed, or is closing, and takes no more records. */
public final class EngineClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public EngineClosedException(String message) {
        super(message);
    }

    /** The engine closed itself because of {@code cause}. */
    public EngineClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
