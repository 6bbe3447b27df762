package io.fathom.model.training;

/** A data file that cannot be used; the message names file, line and rule. */
public final class DataSetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataSetException(String message) {
        super(message);
    }

    public DataSetException(String message, Throwable cause) {
        super(message, cause);
    }
}
