package io.fathom.job.io;

import org.jspecify.annotations.Nullable;

/**
 * Where a record came from.
 *
 * @param timestamp Kafka's timestamp in milliseconds since 1970, or -1 where the record had none
 * @param key the record's key, or null where it had none
 */
@SuppressWarnings("ArrayRecordComponent") // the key is handed through, never compared
public record RecordOrigin(String topic, int partition, long offset, long timestamp, byte @Nullable [] key) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
