package io.fathom.job.io;

import org.jspecify.annotations.Nullable;

/**
 * A record as it lies in the events topic, not decoded yet.
 *
 * @param value the record's value, or null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are handed through, never compared
public record RawRecord(RecordOrigin origin, byte @Nullable [] value) {
    @Override
    public String toString() {
        return "RawRecord[" + origin + "]";
    }
}
