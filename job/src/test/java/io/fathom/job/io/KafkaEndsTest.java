package io.fathom.job.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DeadLetterStage;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KafkaEndsTest {

    @Test
    void theKeyOfADeadLetterIsWhatItsBufferHoldsNotTheArrayBehindIt() {
        DeadLetter letter = DeadLetter.newBuilder()
                .setStage(DeadLetterStage.DECODE)
                .setErrorClass("X")
                .setMessage("m")
                .setOriginTopic("events")
                .setOriginPartition(0)
                .setOriginOffset(0)
                .setOriginKey(ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2))
                .setFailedAt(Instant.EPOCH)
                .build();
        assertThat(KafkaEnds.originKey(letter)).containsExactly(1, 2);
        assertThat(KafkaEnds.originKey(letter))
                .as("reading leaves the buffer as it was")
                .containsExactly(1, 2);
        letter.setOriginKey(null);
        assertThat(KafkaEnds.originKey(letter)).isNull();
    }
}
