package io.fathom.model.engine;

/** The device does not compute any more: no record's fault, and nothing that another batch could mend. */
final class DeviceLostError extends Error {
    private static final long serialVersionUID = 1L;

    DeviceLostError(String message, Throwable cause) {
        super(message, cause);
    }
}
