package io.fathom.job.engines;

import static io.fathom.job.engines.BundleRef.CONFIGURED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.job.config.EngineSettings;
import io.fathom.job.config.JobConfig;
import io.fathom.job.fixture.ScriptedEngine;
import io.fathom.model.engine.ScoringEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class SharedEnginesTest {
    private final SharedEngines engines = new SharedEngines(engine -> {});

    @Test
    void theFirstOpensAndTheLastCloses() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named("shared", ScriptedEngine.HOLD);
        SharedEngines.Lease first = engines.acquire(engine.factory(), CONFIGURED);
        SharedEngines.Lease second = engines.acquire(engine.factory(), CONFIGURED);
        assertThat(engine.timesOpened()).isEqualTo(1);
        assertThat(second.engine()).isSameAs(first.engine());

        first.close();
        first.close();
        assertThat(engine.timesClosed()).isZero();
        second.close();
        assertThat(engine.timesClosed()).isEqualTo(1);
    }

    @Test
    void subtasksThatShareAnEngineReadItsBundleOnce() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named("read once", ScriptedEngine.HOLD);
        AtomicInteger reads = new AtomicInteger();
        record Counting(EngineFactory inner, AtomicInteger reads) implements EngineFactory {
            @Override
            public Plan plan(BundleRef bundle) throws Exception {
                reads.incrementAndGet();
                return inner.plan(bundle);
            }
        }
        EngineFactory factory = new Counting(engine.factory(), reads);
        SharedEngines.Lease first = engines.acquire(factory, CONFIGURED);
        SharedEngines.Lease second = engines.acquire(factory, CONFIGURED);
        assertThat(second.engine()).isSameAs(first.engine());
        assertThat(first.isFirst()).isTrue();
        assertThat(second.isFirst()).isFalse();
        assertThat(reads).hasValue(1);

        second.engineLost();
        engines.acquire(factory, CONFIGURED).close();
        assertThat(reads).as("the one that died is not shared").hasValue(2);
        first.close();
        second.close();
        engines.acquire(factory, CONFIGURED).close();
        assertThat(reads).as("the bundle may be another by now").hasValue(3);
        assertThat(engine.timesOpened()).isEqualTo(3);
        assertThat(engine.timesClosed()).isEqualTo(3);
    }

    @Test
    void equalSettingsMakeEqualFactories() throws Exception {
        EngineSettings settings = JobConfig.parse(Configuration.fromMap(
                        Map.of("fathom.bundle", "b", "fathom.kafka.bootstrap-servers", "localhost:9092")))
                .engine();
        BundleEngineFactory factory = new BundleEngineFactory(settings);
        assertThat(InstantiationUtil.clone(factory)).isEqualTo(factory).hasSameHashCodeAs(factory);
        assertThat(factory.onGpu(1)).isNotEqualTo(factory);
    }

    @Test
    void aRestartOpensAgain() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named("restarted", ScriptedEngine.HOLD);
        for (int restart = 1; restart <= 3; restart++) {
            engines.acquire(engine.factory(), CONFIGURED).close();
            assertThat(engine.timesOpened()).isEqualTo(restart);
            assertThat(engine.timesClosed()).isEqualTo(restart);
        }
    }

    @Test
    void otherKeysAreOtherEngines() throws Exception {
        ScriptedEngine one = ScriptedEngine.named("one", ScriptedEngine.HOLD);
        ScriptedEngine two = ScriptedEngine.named("two", ScriptedEngine.HOLD);
        try (SharedEngines.Lease a = engines.acquire(one.factory(), CONFIGURED);
                SharedEngines.Lease b = engines.acquire(two.factory(), CONFIGURED)) {
            assertThat(a.engine()).isSameAs(one);
            assertThat(b.engine()).isSameAs(two);
        }
    }

    @Test
    void aFailedOpeningLeavesNothingBehind() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named("third time lucky", ScriptedEngine.HOLD);
        int[] attempts = {0};
        EngineFactory flaky = bundle -> new EngineFactory.Plan() {
            @Override
            public Object key() {
                return "flaky";
            }

            @Override
            public ScoringEngine open() throws Exception {
                if (++attempts[0] < 3) {
                    throw new IOException("attempt " + attempts[0]);
                }
                return engine.factory().plan(bundle).open();
            }
        };

        assertThatThrownBy(() -> engines.acquire(flaky, CONFIGURED)).hasMessage("attempt 1");
        assertThatThrownBy(() -> engines.acquire(flaky, CONFIGURED)).hasMessage("attempt 2");
        engines.acquire(flaky, CONFIGURED).close();
        assertThat(engine.timesOpened()).isEqualTo(1);
        assertThat(engine.timesClosed()).isEqualTo(1);
    }

    @Test
    void anEngineThatDiedIsReplacedWhileIdleSubtasksHoldIt() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named("dying", ScriptedEngine.HOLD);
        SharedEngines.Lease idle = engines.acquire(engine.factory(), CONFIGURED);
        SharedEngines.Lease failed = engines.acquire(engine.factory(), CONFIGURED);
        failed.engineLost();
        failed.close();

        SharedEngines.Lease restarted = engines.acquire(engine.factory(), CONFIGURED);
        assertThat(engine.timesOpened()).isEqualTo(2);

        idle.close(); // the last lease of the first engine; the second one stays open
        assertThat(engine.timesClosed()).isEqualTo(1);
        SharedEngines.Lease other = engines.acquire(engine.factory(), CONFIGURED);
        assertThat(engine.timesOpened()).isEqualTo(2);
        other.close();
        restarted.close();
        assertThat(engine.timesClosed()).isEqualTo(2);
    }

    @Test
    void subtasksThatStartTogetherOpenOneEngine() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named("together", ScriptedEngine.HOLD);
        ExecutorService subtasks = Executors.newFixedThreadPool(8);
        try {
            List<Future<SharedEngines.Lease>> starts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                starts.add(subtasks.submit(() -> engines.acquire(engine.factory(), CONFIGURED)));
            }
            for (Future<SharedEngines.Lease> start : starts) {
                start.get(30, TimeUnit.SECONDS);
            }
            assertThat(engine.timesOpened()).isEqualTo(1);
            for (Future<SharedEngines.Lease> start : starts) {
                start.get().close();
            }
            assertThat(engine.timesClosed()).isEqualTo(1);
        } finally {
            subtasks.shutdownNow();
        }
    }
}
