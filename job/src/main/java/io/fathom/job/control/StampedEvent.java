package io.fathom.job.control;

import io.fathom.job.decode.AcceptedEvent;

/** An event and the rules that it is scored by. */
public record StampedEvent(AcceptedEvent accepted, Stamp stamp) {
    @Override
    public String toString() {
        return "StampedEvent[" + accepted + ", " + stamp + "]";
    }
}
