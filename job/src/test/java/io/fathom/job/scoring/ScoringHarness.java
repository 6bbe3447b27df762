package io.fathom.job.scoring;

import io.fathom.job.config.AgeFrom;
import io.fathom.job.control.Ruling;
import io.fathom.job.control.StampedEvent;
import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.engines.BundleRef;
import io.fathom.job.engines.EngineSite;
import io.fathom.job.fixture.Samples;
import io.fathom.job.fixture.ScriptedEngine;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** The async operator with the scoring function, stepped by hand. */
final class ScoringHarness implements AutoCloseable {
    static final long TIMEOUT_MILLIS = 1000;

    private final OneInputStreamOperatorTestHarness<StampedEvent, ScoringOutcome> harness;

    private ScoringHarness(OneInputStreamOperatorTestHarness<StampedEvent, ScoringOutcome> harness) {
        this.harness = harness;
    }

    static ScoringHarness open(ScriptedEngine engine, OutputMode mode, Clock clock) throws Exception {
        return open(engine, mode, clock, Duration.ofMinutes(10), null);
    }

    static ScoringHarness open(
            ScriptedEngine engine, OutputMode mode, Clock clock, Duration grace, @Nullable OperatorSubtaskState state)
            throws Exception {
        ExecutionConfig types = new ExecutionConfig(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        var harness = new OneInputStreamOperatorTestHarness<StampedEvent, ScoringOutcome>(
                new AsyncWaitOperatorFactory<>(
                        new AsyncScoringFunction(engine.factory(), AgeFrom.TOPIC, grace, clock),
                        TIMEOUT_MILLIS,
                        16,
                        mode),
                serializer(StampedEvent.class, types));
        harness.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
        harness.getExecutionConfig().enableObjectReuse();
        harness.setup(serializer(ScoringOutcome.class, types));
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        // What the stamp does as it opens, right before the async operator.
        EngineSite site = EngineSite.enter(((AbstractStreamOperator<?>) harness.getOperator()).getRuntimeContext());
        site.serveOnly(0, Set.of(BundleRef.CONFIGURED));
        site.leave();
        return new ScoringHarness(harness);
    }

    static <T> TypeSerializer<T> serializer(Class<T> type, ExecutionConfig config) {
        return TypeInformation.of(type).createSerializer(config.getSerializerConfig());
    }

    void send(String... ids) throws Exception {
        for (String id : ids) {
            send(Samples.accepted(id));
        }
    }

    void send(AcceptedEvent... events) throws Exception {
        for (AcceptedEvent event : events) {
            send(new StampedEvent(event, Ruling.CONFIGURED.stamp(event.event().getId())));
        }
    }

    void send(StampedEvent event) throws Exception {
        harness.processElement(event, 0);
    }

    void advanceTo(long millis) throws Exception {
        harness.setProcessingTime(millis);
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    boolean failed() {
        return harness.getEnvironment().getActualExternalFailureCause().isPresent();
    }

    /** What has come out, after all waiting mail. */
    List<ScoringOutcome> outcomes() throws Exception {
        for (Optional<Mail> mail = next(); mail.isPresent(); mail = next()) {
            mail.get().run();
        }
        return harness.extractOutputValues();
    }

    List<String> outcomeIds() throws Exception {
        return outcomes().stream().map(o -> o.input().event().getId()).toList();
    }

    @Override
    public void close() {
        try {
            harness.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Mail> next() {
        return harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
    }
}
