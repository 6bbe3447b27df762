package io.fathom.job.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.engines.BundleRef;
import io.fathom.job.fixture.Samples;
import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A directive before, after and at a barrier, as one subtask sees it. */
@SuppressWarnings("try") // the harness says that closing may be interrupted
class StampFunctionTest {
    private static final ExecutionConfig NO_KRYO =
            new ExecutionConfig(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
    private static final BundleRef NEXT = new BundleRef("next", "0123456789ab");
    private static final Ruling FIRST = Ruling.CONFIGURED.with(ModelRule.only(NEXT));
    private static final Ruling SECOND = FIRST.with(new DepthLimits(2, null, null));

    @Test
    void beforeTheFirstDirectiveTheConfigurationHolds() throws Exception {
        try (var stamp = open(null)) {
            send(stamp, "a");
            assertThat(stamps(stamp)).containsExactly(new Stamp(0, BundleRef.CONFIGURED, null));
        }
    }

    @Test
    void aRulingHoldsForEveryRecordBehindIt() throws Exception {
        try (var stamp = open(null)) {
            send(stamp, "a");
            stamp.processElement2(new StreamRecord<>(FIRST));
            send(stamp, "b");
            stamp.processElement2(new StreamRecord<>(SECOND));
            send(stamp, "c");
            assertThat(stamps(stamp))
                    .containsExactly(
                            new Stamp(0, BundleRef.CONFIGURED, null), new Stamp(1, NEXT, null), new Stamp(2, NEXT, 2));
        }
    }

    @Test
    void aRulingBeforeTheBarrierIsInTheCheckpointAndOneBehindItIsNot() throws Exception {
        OperatorSubtaskState before;
        OperatorSubtaskState behind;
        try (var stamp = open(null)) {
            before = stamp.snapshot(1, 1);
            stamp.processElement2(new StreamRecord<>(FIRST));
            behind = stamp.snapshot(2, 2);
        }
        try (var stamp = open(before)) {
            send(stamp, "a");
            assertThat(stamps(stamp)).containsExactly(new Stamp(0, BundleRef.CONFIGURED, null));
        }
        try (var stamp = open(behind)) {
            send(stamp, "a");
            assertThat(stamps(stamp)).containsExactly(new Stamp(1, NEXT, null));
        }
    }

    @Test
    void aRecordIsStampedForTheCanaryOrNotByItsId() throws Exception {
        ModelRule rule = new ModelRule(BundleRef.CONFIGURED, NEXT, 0.5);
        try (var stamp = open(null)) {
            stamp.processElement2(new StreamRecord<>(Ruling.CONFIGURED.with(rule)));
            for (int i = 0; i < 100; i++) {
                send(stamp, "event-" + i);
            }
            List<StampedEvent> out = stamp.extractOutputValues();
            assertThat(out).allSatisfy(e -> assertThat(e.stamp().bundle())
                    .isEqualTo(rule.of(e.accepted().event().getId())));
            assertThat(out).extracting(e -> e.stamp().bundle()).contains(NEXT, BundleRef.CONFIGURED);
        }
    }

    private static TwoInputStreamOperatorTestHarness<AcceptedEvent, Ruling, StampedEvent> open(
            @Nullable OperatorSubtaskState state) throws Exception {
        var harness = new TwoInputStreamOperatorTestHarness<AcceptedEvent, Ruling, StampedEvent>(
                new CoBroadcastWithNonKeyedOperator<>(new StampFunction(), List.of(StampFunction.STATE)));
        harness.setup(serializer(StampedEvent.class));
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private static void send(TwoInputStreamOperatorTestHarness<AcceptedEvent, Ruling, StampedEvent> harness, String id)
            throws Exception {
        harness.processElement1(new StreamRecord<>(Samples.accepted(id)));
    }

    private static List<Stamp> stamps(TwoInputStreamOperatorTestHarness<AcceptedEvent, Ruling, StampedEvent> harness) {
        return harness.extractOutputValues().stream().map(StampedEvent::stamp).toList();
    }

    private static <T> TypeSerializer<T> serializer(Class<T> type) {
        return TypeInformation.of(type).createSerializer(NO_KRYO.getSerializerConfig());
    }
}
