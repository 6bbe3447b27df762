package io.fathom.job.decode;

import io.fathom.job.io.RecordOrigin;
import io.fathom.schemas.TextEvent;

/** An event that may be scored, and where it came from. Its {@code toString} leaves the text out, because it is logged. */
public record AcceptedEvent(TextEvent event, RecordOrigin origin) {
    @Override
    public String toString() {
        return "AcceptedEvent[" + event.getId() + ", " + origin + "]";
    }
}
