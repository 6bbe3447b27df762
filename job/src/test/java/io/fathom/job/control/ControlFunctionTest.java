package io.fathom.job.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fathom.job.config.ControlSettings;
import io.fathom.job.config.WireFormat;
import io.fathom.job.engines.BudgetReport;
import io.fathom.job.engines.BundleRef;
import io.fathom.job.engines.EngineDemand;
import io.fathom.job.engines.SiteAddress;
import io.fathom.job.engines.TrialReport;
import io.fathom.job.engines.TrialReport.Stage;
import io.fathom.job.fixture.Directives;
import io.fathom.job.fixture.ManualClock;
import io.fathom.job.fixture.Samples;
import io.fathom.job.fixture.ScriptedEngine;
import io.fathom.job.io.RawRecord;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.ControlOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("try") // the harness says that closing may be interrupted
class ControlFunctionTest {
    private static final Duration PACE = Duration.ofMillis(200);

    private final ManualClock clock = new ManualClock(Samples.EVENT_TIME);

    @ParameterizedTest
    @EnumSource
    void eachRecordOfTheTopicIsAnsweredOnce(WireFormat format) throws Exception {
        try (var desk = open(format, null)) {
            desk.processElement(directive(format, 0, Directives.maxCycles("limits", 2)));
            desk.processElement(directive(format, 1, Directives.maxCycles("wrong", -1)));
            desk.processElement(new StreamRecord<>(ControlInput.of(Samples.raw(2, new byte[] {1, 2, 3}))));
            desk.processElement(new StreamRecord<>(ControlInput.of(Samples.raw(3, null))));
            desk.processElement(directive(format, 4, Directives.maxCycles("limits", 3)));

            assertThat(side(desk, ControlFunction.ACKS))
                    .extracting(ControlAck::getDirectiveId, ControlAck::getOutcome, ControlAck::getOriginOffset)
                    .containsExactly(
                            tuple("limits", ControlOutcome.APPLIED, 0L),
                            tuple("wrong", ControlOutcome.REFUSED, 1L),
                            tuple(null, ControlOutcome.REFUSED, 2L));
            assertThat(desk.extractOutputValues())
                    .extracting(r -> r.limits().maxCycles())
                    .containsExactly(2);
        }
    }

    @Test
    void aModelChangeSurvivesARestoreInItsMiddle() throws Exception {
        OperatorSubtaskState state;
        try (var desk = open(WireFormat.AVRO, null)) {
            desk.processElement(directive(WireFormat.AVRO, 0, Directives.maxCycles("limits", 2)));
            desk.processElement(directive(WireFormat.AVRO, 1, Directives.model("m", "next", 1)));
            desk.processElement(report(new TrialReport("m", Stage.LOADING, null)));
            state = desk.snapshot(1, 1);
        }
        clock.advance(Duration.ofDays(1));
        try (var desk = open(WireFormat.AVRO, state)) {
            desk.processElement(report(null));
            Orders orders = last(side(desk, ControlFunction.ORDERS));
            assertThat(Objects.requireNonNull(orders.candidate()).bundle().folder())
                    .isEqualTo("next");
            assertThat(orders.serving()).containsExactly(BundleRef.CONFIGURED);
            assertThat(side(desk, ControlFunction.ACKS)).isEmpty();

            desk.processElement(report(new TrialReport("m", Stage.READY, null)));
            assertThat(side(desk, ControlFunction.ACKS))
                    .extracting(ControlAck::getDirectiveId)
                    .containsExactly("m");
            Ruling ruling = last(desk.extractOutputValues());
            assertThat(ruling.stamp("any").bundle().folder()).isEqualTo("next");
            assertThat(ruling.limits().maxCycles()).isEqualTo(2);
            assertThat(last(side(desk, ControlFunction.ORDERS)).candidate()).isNull();
        }
    }

    @Test
    void ordersComeAtASteadyPaceAndAtOnceWhenThereIsNews() throws Exception {
        try (var desk = open(WireFormat.AVRO, null)) {
            desk.processElement(report(null));
            desk.processElement(report(null));
            assertThat(side(desk, ControlFunction.ORDERS)).hasSize(1);
            clock.advance(PACE);
            desk.processElement(report(null));
            assertThat(side(desk, ControlFunction.ORDERS)).hasSize(2);
            desk.processElement(directive(WireFormat.AVRO, 0, Directives.model("m", "next", 1)));
            assertThat(side(desk, ControlFunction.ORDERS)).hasSize(3);
            assertThat(side(desk, ControlFunction.ORDERS))
                    .extracting(Orders::round)
                    .containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void eachTaskManagerIsSentItsOwnOrdersAndNoMore() throws Exception {
        try (var desk = open(WireFormat.AVRO, null)) {
            desk.processElement(directive(WireFormat.AVRO, 0, Directives.budget("b", 1000)));
            for (int subtask = 0; subtask < 8; subtask++) {
                desk.processElement(report("tm-" + subtask / 2, subtask, 8, null));
            }
            clock.advance(PACE);
            desk.processElement(report("tm-0", 0, 8, null));
            List<Orders> all = side(desk, ControlFunction.ORDERS);
            List<Orders> orders = all.subList(all.size() - 4, all.size());
            assertThat(orders).extracting(Orders::round).containsOnly(2L);
            assertThat(orders)
                    .extracting(o -> o.to().taskManager(), o -> o.to().key())
                    .containsExactly(tuple("tm-0", 0), tuple("tm-1", 2), tuple("tm-2", 4), tuple("tm-3", 6));
            assertThat(orders)
                    .extracting(Orders::shares)
                    .as("a broadcast of the shares of all would grow with the square of the TaskManagers")
                    .containsOnly(Map.of("model@v1", 250d));
        }
    }

    private OneInputStreamOperatorTestHarness<ControlInput, Ruling> open(
            WireFormat format, @Nullable OperatorSubtaskState state) throws Exception {
        var harness =
                new OneInputStreamOperatorTestHarness<ControlInput, Ruling>(new ProcessOperator<>(new ControlFunction(
                        format,
                        new ControlSettings(true, PACE, Duration.ofMinutes(5), Duration.ofSeconds(5)),
                        ScriptedEngine.named("control", ScriptedEngine.HOLD).factory(),
                        clock)));
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private static StreamRecord<ControlInput> directive(WireFormat format, long offset, ControlDirective directive) {
        RawRecord raw = Samples.raw(
                offset, RecordCodec.of(format, ControlDirective.class).encode(directive));
        return new StreamRecord<>(ControlInput.of(raw));
    }

    private static StreamRecord<ControlInput> report(@Nullable TrialReport trial) {
        return report("tm", 0, 1, trial);
    }

    /** Of a TaskManager with two slots, which listens in the even ones. */
    private static StreamRecord<ControlInput> report(
            String taskManager, int subtask, int subtasks, @Nullable TrialReport trial) {
        return new StreamRecord<>(ControlInput.of(new SiteReport(
                taskManager,
                subtask,
                subtasks,
                new SiteAddress(taskManager, subtask / 2 * 2, 0),
                trial,
                new BudgetReport("", 0, 0, null, List.of(new EngineDemand("model@v1", 5))))));
    }

    private static <T> List<T> side(OneInputStreamOperatorTestHarness<ControlInput, Ruling> harness, OutputTag<T> tag) {
        var queue = harness.getSideOutput(tag);
        return queue == null
                ? List.of()
                : queue.stream().map(StreamRecord::getValue).toList();
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
