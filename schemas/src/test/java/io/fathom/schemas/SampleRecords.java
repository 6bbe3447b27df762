package io.fathom.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;

/** Records of each topic, with every optional field set and with none. */
final class SampleRecords {
    private static final Instant NOON = Instant.ofEpochMilli(1_767_268_800_123L);

    private SampleRecords() {}

    static Stream<SpecificRecordBase> all() {
        return Stream.of(
                eventWithAll(),
                eventWithNone(),
                predictionWithAll(),
                predictionWithNone(),
                telemetryWithAll(),
                telemetryWithNone(),
                deadLetterWithAll(),
                deadLetterWithNone(),
                directiveWithAll(),
                directiveWithNone(),
                ackWithAll(),
                ackWithNone());
    }

    static TextEvent eventWithAll() {
        return TextEvent.newBuilder(eventWithNone())
                .setTenant("acme")
                .setPriority(-3)
                .setMaxCycles(2)
                .setDeadlineMillis(1500L)
                .setAttributes(Map.of("channel", "mail", "ключ", "значение"))
                .build();
    }

    static TextEvent eventWithNone() {
        return TextEvent.newBuilder()
                .setId("e-1")
                .setText("where is my parcel? 📦")
                .setEventTime(NOON)
                .build();
    }

    static Prediction predictionWithAll() {
        return Prediction.newBuilder(predictionWithNone())
                .setOutOfScope(true)
                .setAlternatives(List.of(new LabelProbability("a", 0.5f), new LabelProbability("b", 0.25f)))
                .setSurprise(new TextSurprise(
                        2.25, 3.5f, false, List.of(new TextPiece("wo", 1.5f), new TextPiece(" ist 📦?", 0f))))
                .build();
    }

    static Prediction predictionWithNone() {
        return Prediction.newBuilder()
                .setEventId("e-1")
                .setLabel("a")
                .setScore(0.5f)
                .setModelId("intents")
                .setModelVersion("0123456789ab")
                .setCyclesUsed(2)
                .setExitReason(ExitReason.CONFIDENCE)
                .setEventTime(NOON)
                .setScoredAt(NOON.plusMillis(40))
                .build();
    }

    static DepthTelemetry telemetryWithAll() {
        return DepthTelemetry.newBuilder(telemetryWithNone())
                .setSignals(List.of(new CycleSignal(1, 0.25f, null, null), new CycleSignal(2, 0.75f, 0.9f, 0.5f)))
                .setOperatingPoint(4)
                .setBudgetLevel(BudgetLevel.REDUCED)
                .setAuditOutcome(AuditOutcome.AGREED)
                .setTokenLayers(List.of(6, 2, 1))
                .build();
    }

    static DepthTelemetry telemetryWithNone() {
        return DepthTelemetry.newBuilder()
                .setEventId("e-1")
                .setModelId("intents")
                .setModelVersion("0123456789ab")
                .setTokens(9)
                .setTruncated(false)
                .setCyclesUsed(2)
                .setMaxCycles(3)
                .setTlops(36)
                .setTlopsFull(45)
                .setExitReason(ExitReason.ZERO_ATTENTION)
                .setQueueMicros(120)
                .setComputeMicros(900)
                .setBatchRows(17)
                .setSubtask(1)
                .setWorker(0)
                .build();
    }

    static DeadLetter deadLetterWithAll() {
        return DeadLetter.newBuilder(deadLetterWithNone())
                .setEventId("e-1")
                .setOriginTimestamp(NOON)
                .setOriginKey(bytes("key"))
                .setOriginalBytes(bytes("\u0000 not an event"))
                .build();
    }

    static DeadLetter deadLetterWithNone() {
        return DeadLetter.newBuilder()
                .setStage(DeadLetterStage.DECODE)
                .setErrorClass("MalformedEvent")
                .setMessage("the value is not in Avro single-object encoding")
                .setOriginTopic("events")
                .setOriginPartition(3)
                .setOriginOffset(77)
                .setFailedAt(NOON)
                .build();
    }

    /** More than one part is no valid directive, but it is a record. */
    static ControlDirective directiveWithAll() {
        return ControlDirective.newBuilder(directiveWithNone())
                .setBudget(new BudgetDirective(2.5e6, 10_000L, 2_000L, OverflowAnswer.SHED))
                .setLimits(new LimitsDirective(4, 1, 7))
                .setModel(new ModelDirective("bundles/größer", "0123456789ab", 0.05))
                .build();
    }

    static ControlDirective directiveWithNone() {
        return ControlDirective.newBuilder()
                .setId("d-1")
                .setIssuer("ops")
                .setIssuedAt(NOON)
                .build();
    }

    static ControlAck ackWithAll() {
        return ControlAck.newBuilder(ackWithNone()).setDirectiveId("d-1").build();
    }

    static ControlAck ackWithNone() {
        return ControlAck.newBuilder()
                .setOutcome(ControlOutcome.REFUSED)
                .setMessage("the value is not a ControlDirective")
                .setEpoch(3)
                .setJobId("00000000000000000000000000000001")
                .setOriginPartition(0)
                .setOriginOffset(17)
                .setDecidedAt(NOON)
                .build();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
