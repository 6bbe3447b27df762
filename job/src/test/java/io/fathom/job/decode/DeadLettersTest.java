package io.fathom.job.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.config.WireFormat;
import io.fathom.job.io.RecordOrigin;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DeadLetterStage;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLettersTest {

    @ParameterizedTest
    @CsvSource({
        "AVRO, 1000000, 1048576, 10", "AVRO, 1000000, 1048576, 1000000", "AVRO, 16384, 1048576, 100000",
        "JSON, 1000000, 1048576, 10", "JSON, 1000000, 1048576, 1000000", "JSON, 16384, 1048576, 100000",
    })
    void neverExceedsItsLimitAndSaysWhatWasCut(WireFormat format, int limit, int valueBytes, int keyBytes) {
        byte[] value = bytes(valueBytes);
        // The worst for JSON: control characters take six bytes each.
        String id = "\u0001".repeat(EventRules.MAX_ID_CHARS);
        String message = "\u0002".repeat(5000);
        RecordOrigin origin = new RecordOrigin("t".repeat(249), 1, 2, 3, bytes(keyBytes));

        DeadLetter letter = new DeadLetters(format, limit)
                .of(DeadLetterStage.SCORE, "RecordFailedException", message, id, origin, value, Instant.EPOCH);

        assertThat(RecordCodec.of(format, DeadLetter.class).encode(letter)).hasSizeLessThanOrEqualTo(limit);
        int kept = letter.getOriginalBytes().remaining();
        assertThat(letter.getMessage())
                .contains("(the value of " + valueBytes + " bytes was cut to " + kept + ")")
                .hasSizeLessThan(1200);
    }

    @ParameterizedTest
    @CsvSource({"AVRO", "JSON"})
    void whatFitsIsWhole(WireFormat format) {
        byte[] value = bytes(50_000);
        DeadLetter letter = new DeadLetters(format, 100_000)
                .of(
                        DeadLetterStage.SCORE,
                        "X",
                        "message",
                        "id",
                        new RecordOrigin("t", 1, 2, 3, null),
                        value,
                        Instant.EPOCH);
        assertThat(letter.getOriginalBytes().array()).isEqualTo(value);
        assertThat(letter.getMessage()).isEqualTo("message");
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
