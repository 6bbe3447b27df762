package io.fathom.model.engine;

/** The budget does not pay for this record in time: it was turned away and may be handed over again later. */
public final class RecordShedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RecordShedException(String message) {
        super(message, null, false, false); // many of them come at once, and where from is no news
    }
}
