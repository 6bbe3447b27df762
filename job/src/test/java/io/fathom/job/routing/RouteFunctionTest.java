package io.fathom.job.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.config.WireFormat;
import io.fathom.job.decode.DeadLetters;
import io.fathom.job.fixture.Samples;
import io.fathom.job.fixture.ScriptedEngine;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.job.scoring.ScoringOutcome;
import io.fathom.job.scoring.ScoringOutcome.Answer;
import io.fathom.job.scoring.ScoringOutcome.Rejection;
import io.fathom.model.budget.AuditOutcome;
import io.fathom.model.budget.BudgetLevel;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.engine.ScoringResult;
import io.fathom.schemas.CycleSignal;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DeadLetterStage;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.LabelProbability;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import io.fathom.schemas.TextPiece;
import io.fathom.schemas.TextSurprise;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteFunctionTest {
    private static final long DONE_AT = 1_800_000_000_000L;

    private OneInputStreamOperatorTestHarness<ScoringOutcome, Prediction> harness;

    @BeforeEach
    void open() throws Exception {
        harness = ProcessFunctionTestHarnesses.forProcessFunction(
                new RouteFunction(WireFormat.AVRO, new DeadLetters(WireFormat.AVRO, 100_000)));
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void anAnswerIsAPredictionFieldByField() throws Exception {
        harness.processElement(scored(ExitReason.CONFIDENCE), 0);

        assertThat(harness.extractOutputValues())
                .containsExactly(new Prediction(
                        "a",
                        "refund",
                        0.75f,
                        List.of(new LabelProbability("refund", 0.75f), new LabelProbability("other", 0.25f)),
                        false,
                        "scripted",
                        "0123456789ab",
                        2,
                        io.fathom.schemas.ExitReason.CONFIDENCE,
                        Samples.EVENT_TIME,
                        Instant.ofEpochMilli(DONE_AT),
                        null));
        assertThat(side(RouteFunction.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void aSurpriseIsAPredictionWithItsPieces() throws Exception {
        harness.processElement(scored(Samples.surprise(2.25f, ExitReason.FULL_DEPTH)), 0);

        assertThat(harness.extractOutputValues())
                .containsExactly(new Prediction(
                        "a",
                        "anomalous",
                        2.5f,
                        List.of(),
                        false,
                        "scripted",
                        "0123456789ab",
                        2,
                        io.fathom.schemas.ExitReason.FULL_DEPTH,
                        Samples.EVENT_TIME,
                        Instant.ofEpochMilli(DONE_AT),
                        new TextSurprise(
                                2.5, 2.25f, true, List.of(new TextPiece("wo", 2.5f), new TextPiece("ho", 7.5f)))));
        assertThat(side(RouteFunction.DEPTH_TELEMETRY)).hasSize(1);
    }

    @Test
    void aTextNoStrangerThanTheThresholdIsNormal() throws Exception {
        harness.processElement(scored(Samples.surprise(2.5f, ExitReason.FULL_DEPTH)), 0);
        assertThat(harness.extractOutputValues().get(0).getLabel()).isEqualTo("normal");
    }

    @Test
    void anAnswerIsTelemetryFieldByField() throws Exception {
        harness.processElement(scored(ExitReason.CONFIDENCE), 0);

        assertThat(side(RouteFunction.DEPTH_TELEMETRY))
                .containsExactly(DepthTelemetry.newBuilder()
                        .setEventId("a")
                        .setModelId("scripted")
                        .setModelVersion("0123456789ab")
                        .setTokens(9)
                        .setTruncated(true)
                        .setCyclesUsed(2)
                        .setMaxCycles(4)
                        .setTlops(54)
                        .setTlopsFull(90)
                        .setExitReason(io.fathom.schemas.ExitReason.CONFIDENCE)
                        .setSignals(
                                List.of(new CycleSignal(1, 0.1f, null, null), new CycleSignal(2, 0.2f, 0.75f, null)))
                        .setQueueMicros(12)
                        .setComputeMicros(6789)
                        .setBatchRows(16)
                        .setSubtask(5)
                        .setWorker(3)
                        .build());
    }

    @Test
    void whereTokensSkipLayersTelemetryTellsWhatEachRan() throws Exception {
        harness.processElement(
                new ScoringOutcome(
                        Samples.accepted("a"),
                        Answer.of(ScriptedEngine.MODEL, Samples.routed("refund", ExitReason.CONFIDENCE)),
                        null,
                        DONE_AT,
                        5),
                0);

        assertThat(side(RouteFunction.DEPTH_TELEMETRY))
                .singleElement()
                .extracting(DepthTelemetry::getTokenLayers)
                .isEqualTo(List.of(6, 6, 6, 6, 5, 4, 3, 2, 2));
    }

    @Test
    void aRejectionIsADeadLetterWithTheEventsBytesAndOrigin() throws Exception {
        harness.processElement(
                new ScoringOutcome(Samples.accepted("a"), null, new Rejection("NoAnswer", "why"), DONE_AT, 0), 0);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(side(RouteFunction.DEPTH_TELEMETRY)).isEmpty();
        DeadLetter letter = side(RouteFunction.DEAD_LETTERS).get(0);
        assertThat(letter.getStage()).isEqualTo(DeadLetterStage.SCORE);
        assertThat(letter.getErrorClass()).isEqualTo("NoAnswer");
        assertThat(letter.getMessage()).isEqualTo("why");
        assertThat(letter.getEventId()).isEqualTo("a");
        assertThat(letter.getOriginTopic()).isEqualTo("events");
        assertThat(letter.getOriginPartition()).isEqualTo(1);
        assertThat(letter.getOriginOffset()).isEqualTo(7);
        assertThat(letter.getOriginTimestamp()).isEqualTo(Samples.EVENT_TIME);
        assertThat(letter.getOriginKey()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(letter.getFailedAt()).isEqualTo(Instant.ofEpochMilli(DONE_AT));
        assertThat(RecordCodec.of(WireFormat.AVRO, TextEvent.class)
                        .decode(letter.getOriginalBytes().array()))
                .isEqualTo(Samples.event("a"));
    }

    @Test
    void whatTheBudgetHadNoRoomForIsADeadLetterOfItsOwnKind() throws Exception {
        harness.processElement(
                new ScoringOutcome(
                        Samples.accepted("a"), null, new Rejection(Rejection.BUDGET, "too much"), DONE_AT, 0),
                0);

        DeadLetter letter = side(RouteFunction.DEAD_LETTERS).get(0);
        assertThat(letter.getStage()).isEqualTo(DeadLetterStage.ADMIT);
        assertThat(letter.getErrorClass()).isEqualTo("BUDGET");
        assertThat(letter.getMessage()).isEqualTo("too much");
    }

    @ParameterizedTest
    @EnumSource
    void telemetryTellsWhereTheBudgetHadPutTheRecord(BudgetLevel level) throws Exception {
        ScoringResult result = Samples.result("refund", ExitReason.PROBE);
        for (AuditOutcome outcome : AuditOutcome.values()) {
            harness.processElement(
                    scored(new ScoringResult(
                            result.answer(),
                            result.trace(),
                            result.cost(),
                            ScoringResult.Place.at(6, level).audited(outcome))),
                    0);
        }

        List<DepthTelemetry> telemetry = side(RouteFunction.DEPTH_TELEMETRY);
        assertThat(telemetry).extracting(DepthTelemetry::getOperatingPoint).containsOnly(6);
        assertThat(telemetry).extracting(t -> t.getBudgetLevel().name()).containsOnly(level.name());
        assertThat(telemetry).extracting(t -> t.getAuditOutcome().name()).containsExactly("AGREED", "DISAGREED");
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonHasItsNameInTheSchema(ExitReason reason) throws Exception {
        harness.processElement(scored(reason), 0);
        Prediction prediction = harness.extractOutputValues().get(0);
        assertThat(prediction.getExitReason().name()).isEqualTo(reason.name());
    }

    private static ScoringOutcome scored(ExitReason reason) {
        return scored(Samples.result("refund", reason));
    }

    private static ScoringOutcome scored(ScoringResult result) {
        return new ScoringOutcome(Samples.accepted("a"), Answer.of(ScriptedEngine.MODEL, result), null, DONE_AT, 5);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        var records = harness.getSideOutput(tag);
        return records == null
                ? List.of()
                : records.stream()
                        .map(StreamRecord::getValue)
                        .map(Objects::requireNonNull)
                        .toList();
    }
}
