package io.fathom.job.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.config.WireFormat;
import io.fathom.job.fixture.Samples;
import io.fathom.job.io.RawRecord;
import io.fathom.job.io.RecordOrigin;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DeadLetterStage;
import io.fathom.schemas.TextEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeFunctionTest {
    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

    private OneInputStreamOperatorTestHarness<RawRecord, AcceptedEvent> harness;

    @BeforeEach
    void open() throws Exception {
        DeadLetters letters = new DeadLetters(WireFormat.JSON, 100_000);
        harness = ProcessFunctionTestHarnesses.forProcessFunction(
                new DecodeFunction(WireFormat.JSON, letters, Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void aValidEventGoesOnWithItsOrigin() throws Exception {
        RawRecord raw =
                Samples.raw(3, RecordCodec.of(WireFormat.JSON, TextEvent.class).encode(Samples.event("a")));
        harness.processElement(raw, 0);

        AcceptedEvent accepted = harness.extractOutputValues().get(0);
        assertThat(accepted.event()).isEqualTo(Samples.event("a"));
        assertThat(accepted.origin()).usingRecursiveComparison().isEqualTo(raw.origin());
        assertThat(letters()).isEmpty();
    }

    @Test
    void bytesThatDoNotDecodeAreKeptWithTheirOrigin() throws Exception {
        harness.processElement(raw("garbage"), 0);

        assertThat(harness.extractOutputValues()).isEmpty();
        DeadLetter letter = onlyLetter();
        assertThat(letter.getStage()).isEqualTo(DeadLetterStage.DECODE);
        assertThat(letter.getErrorClass()).isEqualTo("Undecodable");
        assertThat(letter.getMessage()).startsWith("the value is not JSON");
        assertThat(letter.getEventId()).isNull();
        assertThat(letter.getOriginTopic()).isEqualTo("events");
        assertThat(letter.getOriginPartition()).isEqualTo(1);
        assertThat(letter.getOriginOffset()).isEqualTo(3);
        assertThat(letter.getOriginTimestamp()).isEqualTo(Samples.EVENT_TIME);
        assertThat(letter.getOriginKey()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(letter.getOriginalBytes()).isEqualTo(ByteBuffer.wrap("garbage".getBytes(StandardCharsets.UTF_8)));
        assertThat(letter.getFailedAt()).isEqualTo(NOW);
    }

    @Test
    void aTombstoneIsADeadLetterWithoutBytes() throws Exception {
        RecordOrigin bare = new RecordOrigin("events", 0, 9, -1, null);
        harness.processElement(new RawRecord(bare, null), 0);

        DeadLetter letter = onlyLetter();
        assertThat(letter.getErrorClass()).isEqualTo("Tombstone");
        assertThat(letter.getOriginalBytes()).isNull();
        assertThat(letter.getOriginKey()).isNull();
        assertThat(letter.getOriginTimestamp()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "' ', BlankId, 1, 1, 'id must not be blank: give every event a unique id'",
        "a, MaxCyclesOutOfRange, -1, 1, 'maxCycles must be at least 0 (depth zero), but was -1: leave it out for no limit'",
        "a, NegativeDeadline, 1, -5, 'deadlineMillis must not be negative, but was -5: leave it out for no deadline'",
    })
    void anInvalidEventNamesItsRule(String id, String rule, int maxCycles, long deadline, String message)
            throws Exception {
        TextEvent event = Samples.event(id);
        event.setMaxCycles(maxCycles);
        event.setDeadlineMillis(deadline);
        harness.processElement(
                Samples.raw(3, RecordCodec.of(WireFormat.JSON, TextEvent.class).encode(event)), 0);

        DeadLetter letter = onlyLetter();
        assertThat(letter.getStage()).isEqualTo(DeadLetterStage.VALIDATE);
        assertThat(letter.getErrorClass()).isEqualTo(rule);
        assertThat(letter.getMessage()).isEqualTo(message);
        assertThat(letter.getEventId()).isEqualTo(id.isBlank() ? null : id);
        assertThat(letter.getOriginalBytes()).isNotNull();
    }

    @Test
    void anIdThatIsTooLongIsNotRepeatedInTheDeadLetter() throws Exception {
        TextEvent event = Samples.event("i".repeat(EventRules.MAX_ID_CHARS + 1));
        harness.processElement(
                Samples.raw(3, RecordCodec.of(WireFormat.JSON, TextEvent.class).encode(event)), 0);
        assertThat(onlyLetter().getErrorClass()).isEqualTo("LongId");
        assertThat(onlyLetter().getEventId()).isNull();
    }

    private static RawRecord raw(String value) {
        return Samples.raw(3, value.getBytes(StandardCharsets.UTF_8));
    }

    private DeadLetter onlyLetter() {
        assertThat(letters()).hasSize(1);
        return letters().get(0);
    }

    private List<DeadLetter> letters() {
        var letters = harness.getSideOutput(DecodeFunction.DEAD_LETTERS);
        return letters == null
                ? List.of()
                : letters.stream().map(StreamRecord::getValue).toList();
    }
}
