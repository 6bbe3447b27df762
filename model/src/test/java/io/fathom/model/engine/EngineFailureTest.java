package io.fathom.model.engine;

import static io.fathom.model.engine.RandomModel.NO_NGRAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.engine.WrappedNetwork.Hook;
import io.fathom.model.engine.WrappedNetwork.Phase;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.RowStates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class EngineFailureTest {
    private final RandomModel model = new RandomModel(11);

    @ParameterizedTest
    @EnumSource(Phase.class)
    void aPoisonedRecordFailsAlone(Phase phase) throws Exception {
        Random random = new Random(3);
        Hook hook = (now, rows, poisoned) -> {
            if (now == phase && poisoned) {
                throw new EngineException("poisoned batch");
            }
        };
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            texts.add(RandomModel.text(random, 12) + (i % 41 == 0 ? "z" : ""));
        }
        try (ScoringEngine engine = engine(hook, 2, 16)) {
            List<ScoringTicket> tickets = submit(engine, texts);
            for (int i = 0; i < texts.size(); i++) {
                var result = tickets.get(i).result();
                if (texts.get(i).endsWith("z")) {
                    assertThat(result)
                            .failsWithin(Duration.ofSeconds(30))
                            .withThrowableOfType(ExecutionException.class)
                            .havingCause()
                            .isInstanceOf(RecordFailedException.class)
                            .withMessageContaining("record 'r" + i + "'")
                            .withMessageContaining("poisoned batch");
                } else {
                    assertAnswer(result.join(), texts.get(i));
                }
            }
            assertThat(engine.stats().failed()).isEqualTo(5);
            assertThat(engine.stats().answered()).isEqualTo(195);
            assertThat(engine.stats().active()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void aBatchTooLargeForTheDeviceIsRunInParts(Phase phase) throws Exception {
        Random random = new Random(3);
        AtomicInteger refused = new AtomicInteger();
        Hook hook = (now, rows, poisoned) -> {
            if (now == phase && rows > 3) {
                refused.incrementAndGet();
                throw new EngineException("out of memory");
            }
        };
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            texts.add(RandomModel.text(random, 12));
        }
        try (ScoringEngine engine = engine(hook, 1, 16)) {
            List<ScoringTicket> tickets = submit(engine, texts);
            for (int i = 0; i < texts.size(); i++) {
                assertAnswer(tickets.get(i).result().join(), texts.get(i));
            }
            assertThat(engine.stats().failed()).isZero();
            assertThat(engine.stats().splitBatches()).isEqualTo(refused.get());
        }
        assertThat(refused.get()).as("the engine learns the size that fits").isBetween(1, 30);
    }

    /** A GPU that is gone fails every call: that must not make a dead letter of each record of the stream. */
    @ParameterizedTest
    @EnumSource(Phase.class)
    void aLostDeviceEndsTheEngineAndBlamesNoRecord(Phase phase) throws Exception {
        Hook hook = (now, rows, poisoned) -> {
            if (now == phase) {
                model.manager().close(); // from here on no array can be made
                throw new EngineException("CUDA error: an illegal memory access was encountered");
            }
        };
        ScoringEngine engine = engine(hook, 1, 4);
        ScoringTicket ticket = engine.submit(ScoringRequest.of("r", "abc"));
        assertThat(ticket.result())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(EngineClosedException.class)
                .withMessageContaining("the device must be able to add four numbers");
        engine.close();
    }

    @Test
    void logitsThatAreNotFiniteFailTheirRecordOnly() throws Exception {
        RandomModel broken = new RandomModel(11);
        broken.poison(Float.NaN);
        try (ScoringEngine engine = CycleScheduler.start(broken.served(), options(1, 8), System::nanoTime)) {
            List<ScoringTicket> tickets = submit(engine, List.of("abc", "az", "def"));
            assertAnswer(tickets.get(0).result().join(), "abc");
            assertAnswer(tickets.get(2).result().join(), "def");
            assertThat(tickets.get(1).result())
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(RecordFailedException.class)
                    .withMessageContaining("logits must be finite");
        }
    }

    @Test
    void aTextThatCannotBeTokenizedFailsAlone() throws Exception {
        ServedModel served = model.served();
        ServedModel picky = new ServedModel(
                served.identity(),
                served.labels(),
                served.calibration(),
                served.probes(),
                served.frontier(),
                served.ngrams(),
                (text, max) -> {
                    if (text.equals("bad")) {
                        throw new IllegalArgumentException("no such letter");
                    }
                    return RandomModel.encode(text, max);
                },
                served.network(),
                served.manager(),
                served.resources());
        try (ScoringEngine engine = CycleScheduler.start(picky, options(1, 8), System::nanoTime)) {
            ScoringTicket bad = engine.submit(ScoringRequest.of("b", "bad"));
            bad.answerNow();
            assertThat(bad.result())
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(RecordFailedException.class)
                    .withMessageContaining("no such letter");
            assertAnswer(engine.submit(ScoringRequest.of("g", "good")).result().join(), "good");
            assertThat(engine.stats().failed()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void anErrorEndsTheEngineAndLeavesNoTicketOpen(Phase phase) throws Exception {
        Hook hook = (now, rows, poisoned) -> {
            if (now == phase && poisoned) {
                throw new OutOfMemoryError("Java heap space (scripted)");
            }
        };
        ScoringEngine engine = engine(hook, 2, 4);
        List<ScoringTicket> tickets = new ArrayList<>();
        EngineClosedException refused = null;
        for (int i = 0; refused == null; i++) {
            try {
                tickets.add(engine.submit(ScoringRequest.of("r" + i, i == 50 ? "z" : "abc")));
            } catch (EngineClosedException e) {
                refused = e;
            }
        }
        assertThat(refused).hasRootCauseInstanceOf(OutOfMemoryError.class);
        engine.close();
        assertThat(tickets).allSatisfy(ticket -> assertThat(ticket.result()).isDone());
        assertThat(tickets.get(50).result())
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(EngineClosedException.class)
                .withRootCauseInstanceOf(OutOfMemoryError.class);
        assertThat(engine.stats().active()).isZero();
        assertThat(engine.stats().waiting()).isZero();
        assertThat(model.manager().isOpen()).isFalse();
        assertThatThrownBy(() -> engine.submit(ScoringRequest.of("r", "abc")))
                .isInstanceOf(EngineClosedException.class)
                .hasMessageContaining("stopped on java.lang.OutOfMemoryError");
    }

    /** Two batches that cannot be made one stay two: no reason to end the engine. */
    @Test
    void batchesThatCannotBeJoinedRunApart() throws Exception {
        Turnstile turnstile = new Turnstile();
        ServedModel served = model.served(network -> new WrappedNetwork(new MisshapenPoison(network), turnstile));
        try (ScoringEngine engine = CycleScheduler.start(served, options(1, 8), System::nanoTime)) {
            ScoringTicket healthy = engine.submit(ScoringRequest.of("healthy", "abc"));
            turnstile.awaitArrival();
            ScoringTicket misshapen = engine.submit(ScoringRequest.of("misshapen", "az"));
            turnstile.open();
            assertAnswer(healthy.result().get(30, TimeUnit.SECONDS), "abc");
            assertThat(misshapen.result())
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(RecordFailedException.class);
            ScoringTicket later = engine.submit(ScoringRequest.of("later", "def"));
            assertAnswer(later.result().get(30, TimeUnit.SECONDS), "def");
        }
    }

    /** Gives poisoned texts hidden states twice as wide, which fit to no others. */
    private record MisshapenPoison(CycleNetwork inner) implements CycleNetwork {
        @Override
        public Architecture architecture() {
            return inner.architecture();
        }

        @Override
        public RowStates begin(NDManager manager, int[][] ids) {
            RowStates states = inner.begin(manager, ids);
            NDArray hidden = states.hidden();
            return hidden.max().getFloat() > RandomModel.POISON_LEVEL
                    ? RowStates.of(
                            manager,
                            NDArrays.concat(new NDList(hidden, hidden), 2),
                            states.ids(),
                            architecture().readout())
                    : states;
        }

        @Override
        public CycleStep cycle(NDManager manager, RowStates states, int[] cycles) {
            if (states.hidden().getShape().get(2) != architecture().dim()) {
                throw new EngineException("shapes do not fit");
            }
            return inner.cycle(manager, states, cycles);
        }

        @Override
        public NDArray answer(NDManager manager, RowStates states, int[] cycles) {
            return inner.answer(manager, states, cycles);
        }
    }

    @Test
    void anErrorWhileAnAnswerIsMadeLeavesNoTicketOpen() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        LongSupplier clock = () -> {
            if (looks.incrementAndGet() == 3) { // submitted, started, answered
                throw new OutOfMemoryError("Java heap space (scripted)");
            }
            return 0;
        };
        try (ScoringEngine engine = CycleScheduler.start(model.served(), options(1, 8), clock)) {
            assertThat(engine.submit(ScoringRequest.of("r", "abc")).result())
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(EngineClosedException.class);
        }
    }

    /** PyTorch's messages carry a stack trace of many lines; ours go into dead letters. */
    @Test
    void aFailureIsToldInOneLine() throws Exception {
        Hook hook = (now, rows, poisoned) -> {
            throw new EngineException("shapes do not fit\nException raised from here\nframe #0: there");
        };
        try (ScoringEngine engine = engine(hook, 1, 8)) {
            assertThat(engine.submit(ScoringRequest.of("r", "abc")).result())
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .withMessageEndingWith("shapes do not fit");
        }
    }

    private void assertAnswer(ScoringResult result, String text) {
        LabelRule rule = new LabelRule(model.labels(), model.calibration, 1);
        float[] p = rule.read(model.alone(text).logits().get(3), 0, 0, NO_NGRAMS, 4);
        assertThat(result.classification().score())
                .as(text)
                .isCloseTo(rule.classification(p, 4).score(), within(1e-5f));
    }

    private static List<ScoringTicket> submit(ScoringEngine engine, List<String> texts) throws InterruptedException {
        List<ScoringTicket> tickets = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            tickets.add(engine.submit(ScoringRequest.of("r" + i, texts.get(i))));
        }
        return tickets;
    }

    private static EngineOptions options(int workers, int rows) {
        return new EngineOptions(
                DeviceChoice.CPU, workers, rows, 1024, 1000, 1 << 20, new ExitPolicy.Fixed(RandomModel.CYCLES), 1);
    }

    private ScoringEngine engine(Hook hook, int workers, int rows) {
        return CycleScheduler.start(
                model.served(network -> new WrappedNetwork(network, hook)), options(workers, rows), System::nanoTime);
    }
}
