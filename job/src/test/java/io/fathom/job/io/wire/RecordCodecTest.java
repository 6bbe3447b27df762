package io.fathom.job.io.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.job.config.WireFormat;
import io.fathom.job.fixture.Samples;
import io.fathom.schemas.BudgetDirective;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.ControlOutcome;
import io.fathom.schemas.CycleSignal;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DeadLetterStage;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.ExitReason;
import io.fathom.schemas.LabelProbability;
import io.fathom.schemas.ModelDirective;
import io.fathom.schemas.OverflowAnswer;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {
    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123Z");

    @ParameterizedTest
    @EnumSource
    void everyRecordSurvivesTheWay(WireFormat format) throws Exception {
        assertSame(format, TextEvent.class, fullEvent());
        assertSame(format, TextEvent.class, Samples.event("only required fields"));
        assertSame(format, Prediction.class, prediction());
        assertSame(format, DepthTelemetry.class, telemetry());
        assertSame(format, DeadLetter.class, deadLetter(ByteBuffer.wrap(new byte[] {0, -1, 127})));
        assertSame(format, DeadLetter.class, deadLetter(null));
        assertSame(
                format,
                ControlDirective.class,
                directive(new BudgetDirective(2.5e6, 10_000L, null, OverflowAnswer.SHED)));
        assertSame(format, ControlDirective.class, directive(null));
        assertSame(format, ControlAck.class, ack());
    }

    @ParameterizedTest
    @EnumSource
    void encodingLeavesABufferAsItWas(WireFormat format) {
        DeadLetter letter = deadLetter(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        RecordCodec<DeadLetter> codec = RecordCodec.of(format, DeadLetter.class);
        assertThat(codec.encode(letter)).isEqualTo(codec.encode(letter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "{", "[]", "12", "\uFFFF text", "{\"id\": \"a\"}", "\u00c3\u0001 12345678"})
    void bytesOfNoFormatAreRefused(String text) {
        for (WireFormat format : WireFormat.values()) {
            for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
                assertThatThrownBy(() -> RecordCodec.of(format, TextEvent.class).decode(text.getBytes(charset)))
                        .as("%s, %s, %s", format, charset, text)
                        .isInstanceOf(UndecodableException.class)
                        .hasMessageNotContaining("\n");
            }
        }
    }

    private static <T extends SpecificRecordBase> void assertSame(WireFormat format, Class<T> type, T record)
            throws Exception {
        RecordCodec<T> codec = RecordCodec.of(format, type);
        assertThat(codec.decode(codec.encode(record))).isEqualTo(record);
    }

    static TextEvent fullEvent() {
        return TextEvent.newBuilder()
                .setId("id \"1\"")
                .setText("grüße 🙂 \n")
                .setEventTime(TIME)
                .setTenant("tenant")
                .setPriority(-3)
                .setMaxCycles(4)
                .setDeadlineMillis(1L << 40)
                .setAttributes(Map.of("a", "b", "", "ü"))
                .build();
    }

    private static Prediction prediction() {
        return Prediction.newBuilder()
                .setEventId("id")
                .setLabel("label")
                .setScore(0.1f)
                .setAlternatives(List.of(new LabelProbability("label", 0.1f), new LabelProbability("b", 0.05f)))
                .setOutOfScope(true)
                .setModelId("m")
                .setModelVersion("v")
                .setCyclesUsed(3)
                .setExitReason(ExitReason.CONFIDENCE)
                .setEventTime(TIME)
                .setScoredAt(TIME)
                .build();
    }

    private static DepthTelemetry telemetry() {
        return DepthTelemetry.newBuilder()
                .setEventId("id")
                .setModelId("m")
                .setModelVersion("v")
                .setTokens(5)
                .setTruncated(false)
                .setCyclesUsed(2)
                .setMaxCycles(4)
                .setTlops(1L << 50)
                .setTlopsFull(2)
                .setExitReason(ExitReason.DEADLINE)
                .setSignals(List.of(new CycleSignal(1, 0.5f, null, null), new CycleSignal(2, 0.25f, 0.125f, 0.75f)))
                .setQueueMicros(3)
                .setComputeMicros(4)
                .setBatchRows(5)
                .setSubtask(6)
                .setWorker(7)
                .build();
    }

    private static ControlDirective directive(@Nullable BudgetDirective budget) {
        return ControlDirective.newBuilder()
                .setId("d-1")
                .setIssuer("ops")
                .setIssuedAt(TIME)
                .setBudget(budget)
                .setModel(budget == null ? new ModelDirective("bundles/größer", "0123456789ab", 0.05) : null)
                .build();
    }

    private static ControlAck ack() {
        return ControlAck.newBuilder()
                .setDirectiveId("d-1")
                .setOutcome(ControlOutcome.APPLIED)
                .setMessage("in force")
                .setEpoch(3)
                .setJobId("j")
                .setOriginPartition(0)
                .setOriginOffset(17)
                .setDecidedAt(TIME)
                .build();
    }

    private static DeadLetter deadLetter(@Nullable ByteBuffer bytes) {
        return DeadLetter.newBuilder()
                .setStage(DeadLetterStage.DECODE)
                .setErrorClass("Undecodable")
                .setMessage("message")
                .setOriginTopic("events")
                .setOriginPartition(1)
                .setOriginOffset(2)
                .setOriginTimestamp(bytes == null ? null : TIME)
                .setOriginKey(bytes)
                .setOriginalBytes(bytes)
                .setFailedAt(TIME)
                .build();
    }
}
