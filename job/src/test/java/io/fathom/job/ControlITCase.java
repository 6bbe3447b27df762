package io.fathom.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.fathom.job.config.JobConfig;
import io.fathom.job.config.WireFormat;
import io.fathom.job.engines.EngineFactory;
import io.fathom.job.fixture.Directives;
import io.fathom.job.fixture.FailOnce;
import io.fathom.job.fixture.FailOnce.Moment;
import io.fathom.job.fixture.MeteredEngines;
import io.fathom.job.fixture.Samples;
import io.fathom.job.fixture.ScriptedEngine;
import io.fathom.job.fixture.Topics;
import io.fathom.job.io.KafkaEnds;
import io.fathom.job.io.broker.EmbeddedBroker;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.model.depth.ExitReason;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.ControlOutcome;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directives to a running job with real Kafka, two TaskManagers and scripted engines. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ControlITCase {
    private static final String OLD = "aaaaaaaaaaaa";
    private static final String NEW = "bbbbbbbbbbbb";
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static EmbeddedBroker broker;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(2)
            .setNumberSlotsPerTaskManager(1)
            .build());

    private final RecordCodec<TextEvent> events = RecordCodec.of(WireFormat.AVRO, TextEvent.class);
    private final RecordCodec<ControlDirective> directives = RecordCodec.of(WireFormat.AVRO, ControlDirective.class);
    private String run = "";
    private Map<String, String> more = Map.of();
    private int sent;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void topics(TestInfo test) {
        run = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT) + RUNS.incrementAndGet();
        broker.createTopics(2, run + "-events", run + "-predictions", run + "-telemetry", run + "-letters");
        broker.createTopics(1, run + "-control", run + "-acks");
    }

    @Test
    void aModelIsReplacedBetweenTwoRecordsAndTheOldOneClosed() throws Exception {
        ScriptedEngine old =
                ScriptedEngine.named(run + "-old", ScriptedEngine.ECHO).version(OLD);
        ScriptedEngine next =
                ScriptedEngine.named(run + "-new", ScriptedEngine.ECHO).version(NEW);
        JobClient job = submit(old);
        send(200);
        await(() -> predictions().size() == 200);
        assertThat(predictions()).extracting(Prediction::getModelVersion).containsOnly(OLD);

        direct(Directives.model("m", run + "-new", 1));
        await(() -> acks().size() == 1);
        send(200);
        await(() -> predictions().size() == 400);
        await(() -> old.timesClosed() == 2);

        assertThat(acks().get(0).getOutcome()).as(acks().toString()).isEqualTo(ControlOutcome.APPLIED);
        assertThat(predictions().stream().filter(p -> p.getModelVersion().equals(NEW)))
                .hasSize(200);
        assertThat(old.timesOpened()).as("one for each TaskManager").isEqualTo(2);
        assertThat(next.timesOpened()).isEqualTo(2);
        assertThat(next.timesClosed()).isZero();
        cancel(job);
        assertThat(next.timesClosed()).isEqualTo(2);
    }

    @Test
    void theOldEngineStaysOpenUntilItsLastRecordIsDone() throws Exception {
        ScriptedEngine old =
                ScriptedEngine.named(run + "-old", ScriptedEngine.HOLD).version(OLD);
        ScriptedEngine.named(run + "-new", ScriptedEngine.ECHO).version(NEW);
        JobClient job = submit(old);
        send(10);
        await(() -> old.submittedIds().size() == 10);
        direct(Directives.model("m", run + "-new", 1));
        await(() -> acks().size() == 1);
        send(10);
        await(() -> predictions().size() == 10);
        assertThat(predictions()).extracting(Prediction::getModelVersion).containsOnly(NEW);
        assertThat(old.timesClosed()).isZero();

        old.submittedIds().forEach(id -> old.ticket(id).answer(ExitReason.FULL_DEPTH));
        await(() -> old.timesClosed() == 2);
        await(() -> predictions().size() == 20);
        cancel(job);
    }

    @Test
    void aBundleThatCannotBeUsedLeavesTheOldOneInService() throws Exception {
        ScriptedEngine old =
                ScriptedEngine.named(run + "-old", ScriptedEngine.ECHO).version(OLD);
        ScriptedEngine broken = ScriptedEngine.named(
                        run + "-broken", t -> t.fail(new IllegalStateException("NaN everywhere")))
                .version(NEW);
        JobClient job = submit(old);
        direct(Directives.model("absent", run + "-absent", 1));
        await(() -> acks().size() == 1);
        direct(Directives.model("broken", run + "-broken", 0.5));
        await(() -> acks().size() == 2);
        send(100);
        await(() -> predictions().size() == 100);

        assertThat(acks()).extracting(ControlAck::getOutcome).containsOnly(ControlOutcome.FAILED);
        assertThat(acks().get(0).getMessage()).contains("no scripted engine is named", "stays in service");
        assertThat(acks().get(1).getMessage()).contains("must answer its self-test", "NaN everywhere");
        assertThat(predictions()).extracting(Prediction::getModelVersion).containsOnly(OLD);
        await(() -> broken.timesOpened() == broken.timesClosed());
        cancel(job);
    }

    @Test
    void aCanaryGetsItsShareOfTheIds() throws Exception {
        ScriptedEngine old =
                ScriptedEngine.named(run + "-old", ScriptedEngine.ECHO).version(OLD);
        ScriptedEngine.named(run + "-new", ScriptedEngine.ECHO).version(NEW);
        JobClient job = submit(old);
        direct(Directives.model("m", run + "-new", 0.2));
        await(() -> acks().size() == 1);
        send(2000);
        await(() -> predictions().size() == 2000);

        long canary = predictions().stream()
                .filter(p -> p.getModelVersion().equals(NEW))
                .count();
        // Five standard deviations of 2000 fair draws.
        assertThat(canary / 2000.0).isCloseTo(0.2, within(0.045));
        cancel(job);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aChangeGoesOnWhenTheJobIsRestoredInItsMiddle(boolean unaligned) throws Exception {
        more = Map.of("execution.checkpointing.unaligned.enabled", String.valueOf(unaligned));
        CountDownLatch loaded = new CountDownLatch(1);
        ScriptedEngine old =
                ScriptedEngine.named(run + "-old", ScriptedEngine.ECHO).version(OLD);
        ScriptedEngine next = ScriptedEngine.named(run + "-new", ScriptedEngine.ECHO)
                .version(NEW)
                .onOpen(() -> awaitLatch(loaded));
        JobClient job = submit(old);
        send(100);
        await(() -> predictions().size() == 100);
        direct(Directives.maxCycles("limits", 2));
        await(() -> acks().size() == 1);
        direct(Directives.model("m", run + "-new", 1));
        // A second directive behind it is answered while the first is under way.
        direct(Directives.maxCycles("limits-2", 1));
        await(() -> acks().size() == 2);

        FailOnce.arm(Moment.COMPLETE);
        send(100);
        await(FailOnce::hasFired);
        loaded.countDown();
        await(() -> acks().size() == 3);
        send(100);
        await(() -> predictions().size() == 300);
        cancel(job);

        assertThat(acks())
                .extracting(ControlAck::getDirectiveId, ControlAck::getOutcome, ControlAck::getEpoch)
                .containsExactly(
                        tuple("limits", ControlOutcome.APPLIED, 1L),
                        tuple("limits-2", ControlOutcome.APPLIED, 2L),
                        tuple("m", ControlOutcome.APPLIED, 3L));
        assertThat(predictions().stream().filter(p -> p.getModelVersion().equals(NEW)))
                .hasSizeGreaterThanOrEqualTo(100);
        assertThat(predictions())
                .extracting(Prediction::getEventId)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 300).mapToObj(i -> "event-" + i).toList());
        assertThat(next.ticket("event-299").request().maxCycles()).hasValue(1);
    }

    /** All records are in one of two partitions, so one TaskManager has all the load. */
    @Test
    void aSkewedLoadGetsTheBudgetOfTheJob() throws Exception {
        double budget = 1e6;
        MeteredEngines engines = MeteredEngines.named(run, budget);
        JobClient job = submit(engines.factory());
        await(() -> engines.shares().equals(List.of(budget / 2, budget / 2)));
        send(10, 1);
        await(() -> engines.busyShare() >= 0.9 * budget);
        assertThat(engines.shares()).hasSize(2);

        direct(Directives.budget("less", budget / 10));
        await(() -> acks().size() == 1);
        assertThat(acks().get(0).getOutcome()).as(acks().toString()).isEqualTo(ControlOutcome.APPLIED);
        await(() -> engines.shares().stream().mapToDouble(Double::doubleValue).sum() <= 1.001 * budget / 10);
        assertThat(engines.busyShare()).isGreaterThanOrEqualTo(0.9 * budget / 10);
        assertThat(engines.mostTogether()).isLessThanOrEqualTo(1.001 * budget);
        cancel(job);
    }

    private JobClient submit(ScriptedEngine engine) throws Exception {
        return submit(engine.factory());
    }

    private JobClient submit(EngineFactory engines) throws Exception {
        JobConfig config = config();
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(config.flink());
        ScoringJob.configure(environment, config);
        KafkaEnds ends = new KafkaEnds(config.kafka(), config.wireFormat());
        ScoringTopology.Outputs outputs =
                ScoringTopology.compose(ScoringJob.inputs(environment, ends), config, engines, Clock.systemUTC());
        ScoringJob.sink(
                new ScoringTopology.Outputs(
                        outputs.predictions().map(new FailOnce<>()).returns(Prediction.class),
                        outputs.depthTelemetry(),
                        outputs.deadLetters(),
                        outputs.controlAcks()),
                ends);
        return environment.executeAsync(run);
    }

    private JobConfig config() {
        Map<String, String> all = new HashMap<>(Map.ofEntries(
                Map.entry("fathom.bundle", "unused"),
                Map.entry("fathom.kafka.bootstrap-servers", broker.bootstrapServers()),
                Map.entry("fathom.kafka.group-id", run),
                Map.entry("fathom.topic.events", run + "-events"),
                Map.entry("fathom.topic.predictions", run + "-predictions"),
                Map.entry("fathom.topic.depth-telemetry", run + "-telemetry"),
                Map.entry("fathom.topic.dead-letters", run + "-letters"),
                Map.entry("fathom.topic.control", run + "-control"),
                Map.entry("fathom.topic.control-acks", run + "-acks"),
                Map.entry("fathom.control.pace", "50 ms"),
                Map.entry("fathom.checkpoint.interval", "200 ms"),
                Map.entry("fathom.parallelism", "2"),
                Map.entry("restart-strategy.type", "fixed-delay"),
                Map.entry("restart-strategy.fixed-delay.attempts", "3"),
                Map.entry("restart-strategy.fixed-delay.delay", "10 ms")));
        all.putAll(more);
        return JobConfig.parse(Configuration.fromMap(all));
    }

    private void send(int count) {
        send(count, 2);
    }

    private void send(int count, int partitions) {
        new Topics(broker.bootstrapServers(), WireFormat.AVRO)
                .write(
                        run + "-events",
                        partitions,
                        IntStream.range(sent, sent + count)
                                .mapToObj(i -> events.encode(Samples.event("event-" + i)))
                                .toList());
        sent += count;
    }

    private void direct(ControlDirective directive) {
        new Topics(broker.bootstrapServers(), WireFormat.AVRO)
                .write(run + "-control", 1, List.of(directives.encode(directive)));
    }

    private List<Prediction> predictions() {
        return new Topics(broker.bootstrapServers(), WireFormat.AVRO)
                .readCommitted(run + "-predictions", Prediction.class);
    }

    private List<ControlAck> acks() {
        return new Topics(broker.bootstrapServers(), WireFormat.AVRO).readCommitted(run + "-acks", ControlAck.class);
    }

    private static void cancel(JobClient job) throws Exception {
        job.cancel().get(60, TimeUnit.SECONDS);
        var unused = job.getJobExecutionResult().handle((done, failed) -> 0).get(60, TimeUnit.SECONDS);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
