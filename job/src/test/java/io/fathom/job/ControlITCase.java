package io.fathom.job;

import static io.fathom.job.DirectedJob.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.fathom.job.engines.EngineFactory;
import io.fathom.job.fixture.Directives;
import io.fathom.job.fixture.FailOnce;
import io.fathom.job.fixture.FailOnce.Moment;
import io.fathom.job.fixture.MeteredEngines;
import io.fathom.job.fixture.ScriptedEngine;
import io.fathom.job.io.broker.EmbeddedBroker;
import io.fathom.model.depth.ExitReason;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.ControlOutcome;
import io.fathom.schemas.Prediction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
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

    private String run = "";

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        run = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT) + RUNS.incrementAndGet();
    }

    @Test
    void aModelIsReplacedBetweenTwoRecordsAndTheOldOneClosed() throws Exception {
        ScriptedEngine old =
                ScriptedEngine.named(run + "-old", ScriptedEngine.ECHO).version(OLD);
        ScriptedEngine next =
                ScriptedEngine.named(run + "-new", ScriptedEngine.ECHO).version(NEW);
        DirectedJob job = submit(old);
        job.send(200);
        await(() -> job.predictions().size() == 200);
        assertThat(job.predictions()).extracting(Prediction::getModelVersion).containsOnly(OLD);

        job.direct(Directives.model("m", run + "-new", 1));
        await(() -> job.acks().size() == 1);
        job.send(200);
        await(() -> job.predictions().size() == 400);
        await(() -> old.timesClosed() == 2);

        assertThat(job.acks().get(0).getOutcome()).as(job.acks().toString()).isEqualTo(ControlOutcome.APPLIED);
        assertThat(job.predictions().stream().filter(p -> p.getModelVersion().equals(NEW)))
                .hasSize(200);
        assertThat(old.timesOpened()).as("one for each TaskManager").isEqualTo(2);
        assertThat(next.timesOpened()).isEqualTo(2);
        assertThat(next.timesClosed()).isZero();
        job.cancel();
        assertThat(next.timesClosed()).isEqualTo(2);
    }

    @Test
    void theOldEngineStaysOpenUntilItsLastRecordIsDone() throws Exception {
        ScriptedEngine old =
                ScriptedEngine.named(run + "-old", ScriptedEngine.HOLD).version(OLD);
        ScriptedEngine.named(run + "-new", ScriptedEngine.ECHO).version(NEW);
        DirectedJob job = submit(old);
        job.send(10);
        await(() -> old.submittedIds().size() == 10);
        job.direct(Directives.model("m", run + "-new", 1));
        await(() -> job.acks().size() == 1);
        job.send(10);
        await(() -> job.predictions().size() == 10);
        assertThat(job.predictions()).extracting(Prediction::getModelVersion).containsOnly(NEW);
        assertThat(old.timesClosed()).isZero();

        old.submittedIds().forEach(id -> old.ticket(id).answer(ExitReason.FULL_DEPTH));
        await(() -> old.timesClosed() == 2);
        await(() -> job.predictions().size() == 20);
        job.cancel();
    }

    @Test
    void aBundleThatCannotBeUsedLeavesTheOldOneInService() throws Exception {
        ScriptedEngine old =
                ScriptedEngine.named(run + "-old", ScriptedEngine.ECHO).version(OLD);
        ScriptedEngine broken = ScriptedEngine.named(
                        run + "-broken", t -> t.fail(new IllegalStateException("NaN everywhere")))
                .version(NEW);
        DirectedJob job = submit(old);
        job.direct(Directives.model("absent", run + "-absent", 1));
        await(() -> job.acks().size() == 1);
        job.direct(Directives.model("broken", run + "-broken", 0.5));
        await(() -> job.acks().size() == 2);
        job.send(100);
        await(() -> job.predictions().size() == 100);

        assertThat(job.acks()).extracting(ControlAck::getOutcome).containsOnly(ControlOutcome.FAILED);
        assertThat(job.acks().get(0).getMessage()).contains("no scripted engine is named", "stays in service");
        assertThat(job.acks().get(1).getMessage()).contains("must answer its self-test", "NaN everywhere");
        assertThat(job.predictions()).extracting(Prediction::getModelVersion).containsOnly(OLD);
        await(() -> broken.timesOpened() == broken.timesClosed());
        job.cancel();
    }

    @Test
    void aCanaryGetsItsShareOfTheIds() throws Exception {
        ScriptedEngine old =
                ScriptedEngine.named(run + "-old", ScriptedEngine.ECHO).version(OLD);
        ScriptedEngine.named(run + "-new", ScriptedEngine.ECHO).version(NEW);
        DirectedJob job = submit(old);
        job.direct(Directives.model("m", run + "-new", 0.2));
        await(() -> job.acks().size() == 1);
        job.send(2000);
        await(() -> job.predictions().size() == 2000);

        long canary = job.predictions().stream()
                .filter(p -> p.getModelVersion().equals(NEW))
                .count();
        // Five standard deviations of 2000 fair draws.
        assertThat(canary / 2000.0).isCloseTo(0.2, within(0.045));
        job.cancel();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aChangeGoesOnWhenTheJobIsRestoredInItsMiddle(boolean unaligned) throws Exception {
        CountDownLatch loaded = new CountDownLatch(1);
        ScriptedEngine old =
                ScriptedEngine.named(run + "-old", ScriptedEngine.ECHO).version(OLD);
        ScriptedEngine next = ScriptedEngine.named(run + "-new", ScriptedEngine.ECHO)
                .version(NEW)
                .onOpen(() -> awaitLatch(loaded));
        DirectedJob job =
                submit(old.factory(), Map.of("execution.checkpointing.unaligned.enabled", String.valueOf(unaligned)));
        job.send(100);
        await(() -> job.predictions().size() == 100);
        job.direct(Directives.maxCycles("limits", 2));
        await(() -> job.acks().size() == 1);
        job.direct(Directives.model("m", run + "-new", 1));
        // A second directive behind it is answered while the first is under way.
        job.direct(Directives.maxCycles("limits-2", 1));
        await(() -> job.acks().size() == 2);

        FailOnce.arm(Moment.COMPLETE);
        job.send(100);
        await(FailOnce::hasFired);
        loaded.countDown();
        await(() -> job.acks().size() == 3);
        job.send(100);
        await(() -> job.predictions().size() == 300);
        job.cancel();

        assertThat(job.acks())
                .extracting(ControlAck::getDirectiveId, ControlAck::getOutcome, ControlAck::getEpoch)
                .containsExactly(
                        tuple("limits", ControlOutcome.APPLIED, 1L),
                        tuple("limits-2", ControlOutcome.APPLIED, 2L),
                        tuple("m", ControlOutcome.APPLIED, 3L));
        assertThat(job.predictions().stream().filter(p -> p.getModelVersion().equals(NEW)))
                .hasSizeGreaterThanOrEqualTo(100);
        assertThat(job.predictions())
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
        DirectedJob job = submit(engines.factory(), Map.of());
        await(() -> engines.shares().equals(List.of(budget / 2, budget / 2)));
        job.send(10, 1);
        await(() -> engines.busyShare() >= 0.9 * budget);
        assertThat(engines.shares()).hasSize(2);

        job.direct(Directives.budget("less", budget / 10));
        await(() -> job.acks().size() == 1);
        assertThat(job.acks().get(0).getOutcome()).as(job.acks().toString()).isEqualTo(ControlOutcome.APPLIED);
        await(() -> engines.shares().stream().mapToDouble(Double::doubleValue).sum() <= 1.001 * budget / 10);
        assertThat(engines.busyShare()).isGreaterThanOrEqualTo(0.9 * budget / 10);
        assertThat(engines.mostTogether()).isLessThanOrEqualTo(1.001 * budget);
        job.cancel();
    }

    private DirectedJob submit(ScriptedEngine engine) throws Exception {
        return submit(engine.factory(), Map.of());
    }

    private DirectedJob submit(EngineFactory engines, Map<String, String> more) throws Exception {
        DirectedJob job = DirectedJob.prepare(broker, run, more);
        job.submit(engines);
        return job;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
