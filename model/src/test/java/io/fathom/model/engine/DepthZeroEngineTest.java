package io.fathom.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.budget.AuditOutcome;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.PointRange;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitPolicySyntax;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.engine.ScoringRequest.Terms;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.RowStates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exit before the first layer: alone, in company, under a deadline, audited, and in the books of a budget. */
@Timeout(60)
class DepthZeroEngineTest {
    private static final long MILLI = 1_000_000;

    private final AtomicLong now = new AtomicLong();

    /** A tenth of a millisecond passes with every look at the clock. */
    private long tick() {
        return now.addAndGet(MILLI / 10);
    }

    private static EngineOptions options(String policy) {
        return options(ExitPolicySyntax.parse(policy), Optional.empty());
    }

    private static EngineOptions options(ExitPolicy policy, Optional<ComputeBudget> budget) {
        return new EngineOptions(Hardware.of(DeviceChoice.CPU), 1, 8, 1 << 14, 1 << 10, 1 << 20, policy, 5, budget);
    }

    private ScoringEngine engine(RandomModel model, EngineOptions options) {
        return CycleScheduler.start(model.served(), options, this::tick);
    }

    private static List<String> texts(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(1, 12); length > 0; length--) {
                text.append((char) ('a' + random.nextInt(25)));
            }
            texts.add(text.toString());
        }
        return texts;
    }

    /** Every answer is that of the formula, whatever company it had, and records that left at once were in no batch. */
    @ParameterizedTest
    @ValueSource(strings = {"confidence:0.5", "entropy:0.7", "fixed:0", "fixed:2", "patience:1", "fixed:4"})
    void answersAreThoseOfTheFormulaInCompany(String policy) throws Exception {
        RandomModel model = new RandomModel(3).withDepthZero(4);
        LabelRule rule = new LabelRule(model.labels(), model.calibration, 5);
        List<String> texts = texts(120, 5);
        List<RandomModel.Alone> alone = texts.stream().map(model::alone).toList();
        long[] depths = new long[5];
        try (ScoringEngine engine = engine(model, options(policy))) {
            List<ScoringTicket> tickets = new ArrayList<>();
            for (String text : texts) {
                tickets.add(engine.submit(ScoringRequest.of(text, text)));
            }
            for (int i = 0; i < texts.size(); i++) {
                ScoringResult result = tickets.get(i).result().get();
                int depth = result.trace().cyclesUsed();
                depths[depth]++;
                float[] scores = model.ngrams.orElseThrow().logProbabilities(texts.get(i));
                float[] expected = depth == 0
                        ? rule.readDepthZero(scores)
                        : rule.read(alone.get(i).logits().get(depth - 1), 0, 0, scores, depth);
                Answer.Classification answer = rule.classification(expected, depth);
                assertThat(result.classification().label()).isEqualTo(answer.label());
                assertThat(result.classification().outOfScope()).isEqualTo(answer.outOfScope());
                assertThat(result.classification().score()).isCloseTo(answer.score(), within(1e-5f));
                assertThat(result.trace().signals()).hasSize(depth);
                assertThat(result.cost().batchRows() == 0).isEqualTo(depth == 0);
                assertThat(result.cost().worker() == -1).isEqualTo(depth == 0);
            }
            EngineStats stats = engine.stats();
            assertThat(stats.atDepthZero()).isEqualTo(depths[0]);
            assertThat(stats.answered()).isEqualTo(texts.size());
            assertThat(stats.active()).isZero();
            if (policy.equals("fixed:0")) {
                assertThat(depths[0]).isEqualTo(texts.size());
                assertThat(stats.batchSteps()).isZero();
            } else if (policy.startsWith("fixed:")) {
                assertThat(depths[policy.charAt(6) - '0']).isEqualTo(texts.size());
            } else {
                assertThat(depths[0]).isLessThan(texts.size());
            }
        }
    }

    @Test
    void aLimitOfZeroLeavesAtOnceAndIsAsOneWithoutDepthZero() throws Exception {
        Terms none = Terms.NONE.withMaxCycles(OptionalInt.of(0));
        try (ScoringEngine engine = engine(new RandomModel(3).withDepthZero(4), options("fixed:4"))) {
            ScoringResult result = engine.submit(new ScoringRequest("r", "abcd", none))
                    .result()
                    .get();
            assertThat(result.trace().cyclesUsed()).isZero();
            assertThat(result.trace().exitReason()).isEqualTo(ExitReason.CYCLE_LIMIT);
            assertThat(result.cost().tlops()).isEqualTo(1);
        }
        try (ScoringEngine engine = engine(new RandomModel(3), options("fixed:4"))) {
            ScoringResult result = engine.submit(new ScoringRequest("r", "abcd", none))
                    .result()
                    .get();
            assertThat(result.trace().cyclesUsed()).isEqualTo(1);
            assertThat(result.trace().exitReason()).isEqualTo(ExitReason.CYCLE_LIMIT);
        }
    }

    /** The worker is at work on one record, another waits: that is answered from depth zero, by the thread that asks. */
    @Test
    void aRecordThatIsOutOfTimeIsAnsweredWithoutAWorker() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        RandomModel model = new RandomModel(3).withDepthZero(4);
        ServedModel slow = model.served(network -> new BlockedNetwork(network, released));
        EngineOptions one = new EngineOptions(
                Hardware.of(DeviceChoice.CPU),
                1,
                1,
                1 << 14,
                1 << 10,
                1 << 20,
                new ExitPolicy.Fixed(4),
                5,
                Optional.empty());
        try (ScoringEngine engine = CycleScheduler.start(slow, one, this::tick)) {
            ScoringTicket first = engine.submit(ScoringRequest.of("first", "abcd"));
            await().until(() -> engine.stats().active() == 1);
            ScoringTicket second = engine.submit(ScoringRequest.of("second", "bcde"));
            assertThat(engine.stats().waiting()).isEqualTo(1);
            second.answerNow();
            assertThat(second.result()).isDone();
            assertThat(second.result().get().trace().cyclesUsed()).isZero();
            assertThat(second.result().get().trace().exitReason()).isEqualTo(ExitReason.DEADLINE);
            assertThat(engine.stats().waiting()).isZero();
            assertThat(first.result()).isNotDone();
            released.countDown();
            assertThat(first.result().get().trace().exitReason()).isEqualTo(ExitReason.FULL_DEPTH);
        } finally {
            released.countDown();
        }
    }

    /** Begins once it is let. */
    private record BlockedNetwork(CycleNetwork inner, CountDownLatch released) implements CycleNetwork {
        @Override
        public Architecture architecture() {
            return inner.architecture();
        }

        @Override
        public RowStates begin(NDManager manager, int[][] ids) {
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return inner.begin(manager, ids);
        }

        @Override
        public CycleStep cycle(NDManager manager, RowStates states, int[] cycles) {
            return inner.cycle(manager, states, cycles);
        }

        @Override
        public NDArray answer(NDManager manager, RowStates states, int[] cycles) {
            return inner.answer(manager, states, cycles);
        }
    }

    @Test
    void anAuditedRecordHasItsEarlyAnswerAndGoesToFullDepth() throws Exception {
        ComputeBudget audited =
                ComputeBudget.of(1e12).withPoints(new PointRange(0, 0)).withAuditShare(1);
        int agreed = 0;
        try (ScoringEngine engine =
                engine(new RandomModel(3).withDepthZero(4), options(new ExitPolicy.Fixed(4), Optional.of(audited)))) {
            for (String text : texts(40, 6)) {
                ScoringResult result =
                        engine.submit(ScoringRequest.of(text, text)).result().get();
                assertThat(result.trace().cyclesUsed()).isZero();
                assertThat(result.place().audit()).isPresent();
                agreed += result.place().audit().orElseThrow() == AuditOutcome.AGREED ? 1 : 0;
            }
            assertThat(agreed).isBetween(1, 39);
            assertThat(engine.stats().batchSteps()).isPositive();
        }
    }

    /** At the cheapest point no record enters a batch, every one is paid for, and handing over waits for the ledger. */
    @Test
    void theBudgetPaysForDepthZeroAndIsNotOverspent() throws Exception {
        ComputeBudget small =
                ComputeBudget.of(1000).withWindow(Duration.ofSeconds(1)).withPoints(new PointRange(0, 0));
        EngineOptions options = options(new ExitPolicy.Fixed(4), Optional.of(small));
        RandomModel model = new RandomModel(3).withDepthZero(4);
        try (ScoringEngine engine = engine(model, options)) {
            long began = now.get();
            long tlops = 0;
            for (int i = 0; i < 3000; i++) {
                ScoringRequest request = ScoringRequest.of("r" + i, "abcd");
                ScoringResult result = engine.submit(request).result().get();
                assertThat(result.place().operatingPoint()).hasValue(0);
                tlops += result.cost().tlops();
            }
            double seconds = (double) (now.get() - began) * 1e-9;
            assertThat(tlops).isEqualTo(3000);
            assertThat(engine.budgetStatus().orElseThrow().spentTlops()).isEqualTo(3000);
            assertThat(seconds).as("3,000 TLOps at 1,000 a second").isGreaterThan(2.9);
            assertThat(engine.budgetStatus().orElseThrow().overspend().steps()).isLessThanOrEqualTo(1);
            assertThat(engine.stats().batchSteps()).isZero();
        }
    }
}
