package io.fathom.job.decode;

import io.fathom.job.config.WireFormat;
import io.fathom.job.io.RecordOrigin;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DeadLetterStage;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters that the producer will take.
 *
 * <p>An original value may be as large as a Kafka record can be; with its origin around it the dead letter would be larger
 * than that, and a record that is too large for the producer fails the job. So values and keys are cut to what fits into
 * {@code maxBytes}, and the message says that they were.
 *
 * @param maxBytes largest dead letter in bytes, encoded
 */
public record DeadLetters(WireFormat format, int maxBytes) implements Serializable {
    /** Room for names, numbers and the message: most that they take, encoded, in either format. */
    private static final int OTHER_FIELDS_BYTES = 14 * 1024;

    private static final int MAX_MESSAGE_CHARS = 1024;

    /**
     * @param eventId id of the event, or null where it did not decode
     * @param original the record's value, or null for a tombstone
     */
    public DeadLetter of(
            DeadLetterStage stage,
            String errorClass,
            String message,
            @Nullable String eventId,
            RecordOrigin origin,
            byte @Nullable [] original,
            Instant failedAt) {
        int room = encodable(Math.max(0, maxBytes - OTHER_FIELDS_BYTES));
        byte[] key = origin.key();
        byte[] keptKey = cut(key, room / 4);
        byte[] keptValue = cut(original, room - (keptKey == null ? 0 : keptKey.length));
        String cuts = note("value", original, keptValue) + note("key", key, keptKey);
        return DeadLetter.newBuilder()
                .setStage(stage)
                .setErrorClass(errorClass)
                .setMessage(shorten(message) + cuts)
                .setEventId(eventId)
                .setOriginTopic(origin.topic())
                .setOriginPartition(origin.partition())
                .setOriginOffset(origin.offset())
                .setOriginTimestamp(origin.timestamp() < 0 ? null : Instant.ofEpochMilli(origin.timestamp()))
                .setOriginKey(keptKey == null ? null : ByteBuffer.wrap(keptKey))
                .setOriginalBytes(keptValue == null ? null : ByteBuffer.wrap(keptValue))
                .setFailedAt(failedAt)
                .build();
    }

    /** Base64 makes four characters of three bytes. */
    private int encodable(int bytes) {
        return format == WireFormat.JSON ? bytes / 4 * 3 : bytes;
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int length) {
        return bytes == null || bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
    }

    private static String note(String what, byte @Nullable [] whole, byte @Nullable [] kept) {
        return whole == null || kept == null || whole.length == kept.length
                ? ""
                : " (the " + what + " of " + whole.length + " bytes was cut to " + kept.length + ")";
    }

    private static String shorten(String message) {
        return message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS - 1) + "…";
    }
}
