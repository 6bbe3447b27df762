package io.fathom.job.io.wire;

/** These bytes are not a record of the wire format; the message says in one sentence why. */
public final class UndecodableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UndecodableException(String message) {
        super(message);
    }

    public UndecodableException(String message, Throwable cause) {
        super(message, cause);
    }
}
