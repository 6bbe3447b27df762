package io.fathom.job.io;

/** The job cannot start; the message says in one sentence what is missing and what to do about it. */
public final class PreflightException extends Exception {
    private static final long serialVersionUID = 1L;

    public PreflightException(String message, Throwable cause) {
        super(message, cause);
    }

    public PreflightException(String message) {
        super(message);
    }
}
