package io.fathom.model.engine;

import static io.fathom.model.engine.RandomModel.NO_NGRAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.engine.RandomModel.Alone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CycleSchedulerTest {
    private static final Offset<Float> NOISE = within(1e-5f);
    private static final ExitPolicy FULL = new ExitPolicy.Fixed(RandomModel.CYCLES);

    private final RandomModel model = new RandomModel(7);

    @Test
    void answersOneRecordWithItsWayAndItsCost() throws Exception {
        try (ScoringEngine engine = engine(options(FULL))) {
            ScoringResult result =
                    engine.submit(ScoringRequest.of("r", "abcd")).result().join();
            assertThat(result.trace().tokens()).isEqualTo(5);
            assertThat(result.trace().truncated()).isFalse();
            assertThat(result.trace().cyclesUsed()).isEqualTo(4);
            assertThat(result.trace().maxCycles()).isEqualTo(4);
            assertThat(result.trace().exitReason()).isEqualTo(ExitReason.FULL_DEPTH);
            assertThat(result.trace().signals()).extracting(ExitSignal::cycle).containsExactly(1, 2, 3, 4);
            assertThat(result.trace().signals()).noneMatch(ExitSignal::hasConfidence);
            assertThat(result.cost().tlops()).isEqualTo(5 * (1 + 4 * 2 + 1));
            assertThat(result.cost().tlopsFull()).isEqualTo(result.cost().tlops());
            assertThat(result.cost().batchRows()).isEqualTo(1);
            assertThat(result.cost().worker()).isBetween(0, 1);
            assertThat(result.cost().queueNanos()).isNotNegative();
            assertThat(result.cost().computeNanos()).isPositive();
            assertThat(result.classification().alternatives()).hasSize(3);
            assertThat(engine.model().id()).isEqualTo("random");
            assertThat(engine.maxCycles()).isEqualTo(4);
        }
    }

    @Test
    void emptyAndOverlongTextsAreRecordsToo() throws Exception {
        try (ScoringEngine engine = engine(options(FULL))) {
            var empty = engine.submit(ScoringRequest.of("e", "")).result().join();
            assertThat(empty.trace().tokens()).isEqualTo(1);
            var longText = engine.submit(ScoringRequest.of("l", "a".repeat(500)))
                    .result()
                    .join();
            assertThat(longText.trace().tokens()).isEqualTo(RandomModel.MAX_TOKENS);
            assertThat(longText.trace().truncated()).isTrue();
        }
    }

    /** Random lengths, limits, workers and depths: what a record gets does not depend on who is in its batch. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aRecordAloneEqualsTheSameRecordInCompany(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        List<Alone> alone = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            texts.add(RandomModel.text(random, RandomModel.MAX_TOKENS - 1));
            alone.add(model.alone(texts.get(i)));
        }
        ExitPolicy policy =
                switch (random.nextInt(6)) {
                    case 0 -> new ExitPolicy.Fixed(1 + random.nextInt(RandomModel.CYCLES));
                    case 1 -> new ExitPolicy.ZeroAttention(gapIn(of(alone, ExitSignal::zeroAttention)), 1);
                    case 2 -> new ExitPolicy.Entropy(gapIn(of(alone, ExitSignal::entropy)), 1);
                    case 3 -> new ExitPolicy.Patience(1 + random.nextInt(2));
                    case 4 -> new ExitPolicy.Probe(ProbeInputs.BOTH, gapIn(of(alone, ExitSignal::settled)), 1);
                    default ->
                        new ExitPolicy.Confidence(gapIn(of(alone, ExitSignal::confidence)), 1 + random.nextInt(2));
                };
        EngineOptions options = new EngineOptions(
                DeviceChoice.CPU,
                1 + random.nextInt(3),
                1 + random.nextInt(20),
                16 + random.nextInt(400),
                1 + random.nextInt(200),
                1 << 20,
                policy,
                RandomModel.LABELS);
        String run = "seed " + seed + ", " + options;
        LabelRule rule = new LabelRule(model.labels(), model.calibration, RandomModel.LABELS);
        try (ScoringEngine engine = engine(options)) {
            List<ScoringTicket> tickets = new ArrayList<>();
            List<Integer> limits = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                limits.add(1 + random.nextInt(RandomModel.CYCLES + 2));
                tickets.add(engine.submit(new ScoringRequest("r" + i, texts.get(i), OptionalInt.of(limits.get(i)))));
            }
            for (int i = 0; i < texts.size(); i++) {
                ScoringResult result = tickets.get(i).result().join();
                assertSame(run + ", record " + i, result, alone.get(i), limits.get(i), policy, rule);
            }
            assertThat(engine.stats().answered()).as(run).isEqualTo(texts.size());
            assertThat(engine.stats().active()).as(run).isZero();
            assertThat(engine.stats().waiting()).as(run).isZero();
        }
    }

    private void assertSame(
            String run, ScoringResult result, Alone alone, int limit, ExitPolicy policy, LabelRule rule) {
        DepthRule depth = new DepthRule(policy, RandomModel.CYCLES);
        int cycle = 0;
        float[] p;
        ExitSignal signal;
        do {
            cycle++;
            p = rule.read(alone.logits().get(cycle - 1), 0, 0, NO_NGRAMS, cycle);
            signal = model.signal(alone, cycle);
            ExitSignal seen = result.trace().signals().get(cycle - 1);
            assertThat(seen.zeroAttention()).as(run).isCloseTo(signal.zeroAttention(), NOISE);
            if (policy.needsAnswer()) {
                assertThat(seen.confidence()).as(run).isCloseTo(signal.confidence(), NOISE);
                assertThat(seen.entropy()).as(run).isCloseTo(signal.entropy(), NOISE);
                assertThat(seen.unchanged()).as(run).isEqualTo(signal.unchanged());
            }
            if (policy.probe().isPresent()) {
                assertThat(seen.settled()).as(run).isCloseTo(signal.settled(), within(1e-4f));
            }
        } while (depth.decide(signal, limit, false).isEmpty());
        assertThat(result.trace().cyclesUsed()).as(run).isEqualTo(cycle);
        assertThat(result.trace().exitReason())
                .as(run)
                .isEqualTo(depth.decide(signal, limit, false).orElseThrow());
        Answer.Classification expected = rule.classification(p, cycle);
        assertThat(result.classification().label()).as(run).isEqualTo(expected.label());
        assertThat(result.classification().score()).as(run).isCloseTo(expected.score(), NOISE);
        assertThat(result.classification().alternatives()).as(run).hasSameSizeAs(expected.alternatives());
    }

    /** A threshold that no value is near, so that float noise decides nothing. */
    private static float gapIn(List<Float> values) {
        List<Float> sorted = values.stream().sorted().toList();
        float best = 0;
        float threshold = 0;
        for (int i = sorted.size() / 3; i < sorted.size() * 2 / 3; i++) {
            float gap = sorted.get(i + 1) - sorted.get(i);
            if (gap > best) {
                best = gap;
                threshold = sorted.get(i) + gap / 2;
            }
        }
        assertThat(best).isGreaterThan(1e-4f);
        return threshold;
    }

    private List<Float> of(List<Alone> records, Function<ExitSignal, Float> value) {
        List<Float> all = new ArrayList<>();
        for (Alone record : records) {
            for (int c = 1; c <= RandomModel.CYCLES; c++) {
                all.add(value.apply(model.signal(record, c)));
            }
        }
        return all;
    }

    @Test
    void aPolicyThatReadsTheConfidencePaysForAnAnswerPerCycle() throws Exception {
        try (ScoringEngine engine = engine(options(new ExitPolicy.Confidence(1f, 1)))) {
            ScoringResult result =
                    engine.submit(ScoringRequest.of("r", "abcd")).result().join();
            assertThat(result.trace().cyclesUsed()).isEqualTo(4);
            assertThat(result.cost().tlops()).isEqualTo(5 * (1 + 4 * 2 + 4));
            assertThat(result.cost().tlopsFull()).isEqualTo(5 * (1 + 4 * 2 + 1));
            assertThat(result.trace().signals()).allMatch(ExitSignal::hasConfidence);
        }
    }

    @Test
    void recordsAtDifferentCyclesShareABatch() throws Exception {
        Turnstile turnstile = new Turnstile();
        try (ScoringEngine engine = engine(options(FULL).withWorkers(1), turnstile)) {
            ScoringTicket first = engine.submit(ScoringRequest.of("1", "abc"));
            turnstile.awaitArrival(); // first is about to run cycle 1
            ScoringTicket second = engine.submit(ScoringRequest.of("2", "abcdef"));
            for (int c = 0; c < 4; c++) {
                turnstile.letOneThrough();
                turnstile.awaitArrival(); // second joins behind cycle 1
            }
            ScoringResult result = first.result().join();
            assertThat(result.cost().batchRows()).isEqualTo(2);
            assertThat(second.result()).isNotDone();
            turnstile.open();
            assertThat(second.result().join().cost().batchRows()).isEqualTo(1);
        }
    }

    @Test
    void answerNowEndsAnActiveRecordAfterItsCycle() throws Exception {
        Turnstile turnstile = new Turnstile();
        try (ScoringEngine engine = engine(options(FULL).withWorkers(1), turnstile)) {
            ScoringTicket ticket = engine.submit(ScoringRequest.of("r", "abc"));
            turnstile.awaitArrival();
            ticket.answerNow();
            ticket.answerNow();
            turnstile.letOneThrough();
            ScoringResult result = ticket.result().join();
            assertThat(result.trace().exitReason()).isEqualTo(ExitReason.DEADLINE);
            assertThat(result.trace().cyclesUsed()).isEqualTo(1);
            ticket.answerNow();
            turnstile.open();
        }
    }

    @Test
    void answerNowPutsAWaitingRecordFirst() throws Exception {
        Turnstile turnstile = new Turnstile();
        EngineOptions oneRow =
                new EngineOptions(DeviceChoice.CPU, 1, 1, 1024, 100, 1 << 20, new ExitPolicy.Fixed(1), 1);
        try (ScoringEngine engine = engine(oneRow, turnstile)) {
            engine.submit(ScoringRequest.of("active", "abc"));
            turnstile.awaitArrival();
            ScoringTicket second = engine.submit(ScoringRequest.of("second", "abc"));
            ScoringTicket third = engine.submit(ScoringRequest.of("third", "abcabcabcabc"));
            third.answerNow();
            turnstile.letOneThrough();
            turnstile.letOneThrough();
            assertThat(third.result().join().trace().cyclesUsed()).isEqualTo(1);
            assertThat(second.result()).isNotDone();
            turnstile.open();
            assertThat(second.result().join().trace().exitReason()).isEqualTo(ExitReason.CYCLE_LIMIT);
        }
    }

    @Test
    void submitBlocksWhileTheQueueIsFullAndCanBeInterrupted() throws Exception {
        Turnstile turnstile = new Turnstile();
        EngineOptions two = new EngineOptions(DeviceChoice.CPU, 1, 8, 1024, 2, 1 << 20, FULL, 1);
        try (ScoringEngine engine = engine(two, turnstile)) {
            engine.submit(ScoringRequest.of("1", "abc"));
            engine.submit(ScoringRequest.of("2", "abc"));
            Submitter third = new Submitter(engine, "3");
            third.awaitBlocked();
            Submitter fourth = new Submitter(engine, "4");
            fourth.awaitBlocked();
            fourth.thread.interrupt();
            assertThat(fourth.ticket)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(InterruptedException.class);
            turnstile.open();
            assertThat(third.ticket.join().result().join().classification().label())
                    .isNotEmpty();
        }
    }

    @Test
    void closeFinishesTheWorkInFlightAndFreesTheModel() throws Exception {
        Turnstile turnstile = new Turnstile();
        EngineOptions options = new EngineOptions(DeviceChoice.CPU, 2, 4, 1024, 20, 1 << 20, FULL, 1);
        ScoringEngine engine = engine(options, turnstile);
        List<ScoringTicket> tickets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tickets.add(engine.submit(ScoringRequest.of("r" + i, "abc")));
        }
        Submitter blocked = new Submitter(engine, "late");
        blocked.awaitBlocked();
        List<CompletableFuture<Void>> closers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            closers.add(CompletableFuture.runAsync(engine::close));
        }
        assertThat(blocked.ticket)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(EngineClosedException.class);
        assertThat(closers).noneMatch(CompletableFuture::isDone);
        assertThat(model.manager().isOpen()).isTrue();
        turnstile.open();
        CompletableFuture.allOf(closers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        assertThat(tickets).allSatisfy(t -> assertThat(t.result()).isCompleted());
        assertThat(model.manager().isOpen()).isFalse();
        assertThat(engineThreads()).isEmpty();
        engine.close();
        assertThatThrownBy(() -> engine.submit(ScoringRequest.of("r", "abc")))
                .isInstanceOf(EngineClosedException.class)
                .hasMessage("engine of random@0123456789ab must be open, but has been closed");
    }

    @Test
    void closeFromADependentOfATicketDoesNotWaitForItself() throws Exception {
        ScoringEngine engine = engine(options(FULL));
        CompletableFuture<Void> closed =
                engine.submit(ScoringRequest.of("r", "abc")).result().thenRun(engine::close);
        assertThat(closed).succeedsWithin(Duration.ofSeconds(30));
        engine.close();
        assertThat(model.manager().isOpen()).isFalse();
    }

    @Test
    void countsWhatItDoes() throws Exception {
        Turnstile turnstile = new Turnstile();
        EngineOptions options = new EngineOptions(DeviceChoice.CPU, 1, 1, 1024, 20, 1 << 20, FULL, 1);
        try (ScoringEngine engine = engine(options, turnstile)) {
            ScoringTicket first = engine.submit(ScoringRequest.of("1", "abc"));
            turnstile.awaitArrival();
            ScoringTicket second = engine.submit(ScoringRequest.of("2", "abc"));
            assertThat(engine.stats().active()).isEqualTo(1);
            assertThat(engine.stats().waiting()).isEqualTo(1);
            assertThat(engine.stats().submitted()).isEqualTo(2);
            turnstile.open();
            CompletableFuture.allOf(first.result(), second.result()).join();
            EngineStats stats = engine.stats();
            assertThat(stats).isEqualTo(new EngineStats(0, 0, 2, 2, 0, 12, 12, 2 * 4 * 10, 0, 0));
        }
    }

    private static List<String> engineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("fathom-engine-random-"))
                .toList();
    }

    private static EngineOptions options(ExitPolicy policy) {
        return new EngineOptions(DeviceChoice.CPU, 2, 8, 1024, 100, 1 << 20, policy, 3);
    }

    private ScoringEngine engine(EngineOptions options) {
        return CycleScheduler.start(model.served(), options, System::nanoTime);
    }

    private ScoringEngine engine(EngineOptions options, WrappedNetwork.Hook hook) {
        return CycleScheduler.start(
                model.served(network -> new WrappedNetwork(network, hook)), options, System::nanoTime);
    }

    /** A caller on a thread of its own. */
    private static final class Submitter {
        final CompletableFuture<ScoringTicket> ticket = new CompletableFuture<>();
        final Thread thread;

        Submitter(ScoringEngine engine, String id) {
            thread = new Thread(() -> {
                try {
                    ticket.complete(engine.submit(ScoringRequest.of(id, "abc")));
                } catch (InterruptedException | RuntimeException e) {
                    ticket.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        void awaitBlocked() {
            await().until(() -> thread.getState() == Thread.State.WAITING);
            assertThat(ticket).isNotDone();
        }
    }
}
