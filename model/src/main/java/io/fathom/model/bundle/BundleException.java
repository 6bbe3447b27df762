package io.fathom.model.bundle;

/** A bundle cannot be read or written; the message is one sentence that names the bundle, the rule and what was found. */
public final class BundleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BundleException(String message) {
        super(message);
    }

    public BundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
