package io.fathom.model.engine;

import static io.fathom.model.engine.RandomModel.NO_NGRAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fathom.model.budget.AuditOutcome;
import io.fathom.model.budget.BudgetLevel;
import io.fathom.model.budget.BudgetStatus;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.Overflow;
import io.fathom.model.budget.PointRange;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.engine.ScoringRequest.Terms;
import io.fathom.model.statistics.Estimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine obeys the budget. The clock stands still unless a test moves it; costs are those of {@link RandomModel}. */
@Timeout(60)
class EngineBudgetTest {
    private static final long MILLI = 1_000_000;
    private static final ComputeBudget AMPLE = ComputeBudget.of(1e9).withWindow(Duration.ofSeconds(1));

    private final RandomModel model = new RandomModel(7);
    private final AtomicLong now = new AtomicLong();

    @Test
    void aBudgetWithoutAFrontierIsRefusedInOneSentence() {
        model.frontier = null;
        assertThatThrownBy(() -> engine(AMPLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a budget takes depth along the bundle's frontier, but random@0123456789ab has none:"
                        + " measure one with 'fathom calibrate'");
    }

    @Test
    void aFrontierOfTokenGatesIsRefusedInOneSentence() {
        Estimate one = new Estimate(1, 1, 1, 10);
        model.frontier = new DepthFrontier(
                ExitScore.NONE, List.of(new OperatingPoint(List.of(0f, 0f, 0f), OptionalDouble.of(0.5), one, one)));
        assertThatThrownBy(() -> engine(AMPLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a budget takes depth by stopping records between cycles, but the frontier of"
                        + " random@0123456789ab turns the gates of tokens: run it at one of its points, with the exit"
                        + " policy 'point:N'");
    }

    @Test
    void anAmpleBudgetGoesToTheRichestPointOfTheRange() throws Exception {
        try (ScoringEngine engine = engine(AMPLE)) {
            ScoringResult full = score(engine, "r", Terms.NONE);
            assertThat(full.trace().cyclesUsed()).isEqualTo(4);
            assertThat(full.place().operatingPoint()).hasValue(3);
            assertThat(full.place().level()).contains(BudgetLevel.FULL);
            assertThat(full.place().audit()).isEmpty();
            engine.budget(Optional.of(AMPLE.withPoints(new PointRange(0, 1))));
            ScoringResult held = score(engine, "r", Terms.NONE);
            assertThat(held.trace().cyclesUsed()).isEqualTo(2);
            assertThat(held.trace().exitReason()).isEqualTo(ExitReason.CYCLE_LIMIT);
            assertThat(held.place().operatingPoint()).hasValue(1);
            engine.budget(Optional.empty());
            assertThat(engine.budgetStatus()).isEmpty();
            assertThat(score(engine, "r", Terms.NONE).place()).isEqualTo(ScoringResult.Place.NONE);
        }
    }

    /** 5 tokens × (head + tail + 4 cycles of 2 layers) = 50 TLOps. */
    @Test
    void everyStepIsPaidFor() throws Exception {
        try (ScoringEngine engine = engine(AMPLE)) {
            assertThat(score(engine, "r", Terms.NONE).cost().tlops()).isEqualTo(50);
            assertThat(status(engine).spentTlops()).isEqualTo(50);
            score(engine, "s", Terms.NONE.withMaxCycles(OptionalInt.of(1)));
            assertThat(status(engine).spentTlops()).isEqualTo(70);
        }
    }

    /** 100 TLOps a second: head and tail for 10 are granted, the next step only when time has gone on. */
    @Test
    void aWorkerWaitsForTheLedger() throws Exception {
        ComputeBudget small = ComputeBudget.of(100).withWindow(Duration.ofSeconds(1));
        try (ScoringEngine engine = engine(small)) {
            ScoringTicket ticket = engine.submit(ScoringRequest.of("r", "abcd"));
            await().until(() -> status(engine).spentTlops() == 10);
            assertThat(ticket.result()).isNotDone();
            now.addAndGet(110 * MILLI);
            await().until(() -> status(engine).spentTlops() == 20);
            assertThat(ticket.result()).isNotDone();
            engine.budget(Optional.of(small.withTlopsPerSecond(1e9)));
            now.addAndGet(MILLI);
            assertThat(ticket.result().get().trace().cyclesUsed()).isEqualTo(4);
        }
    }

    @Test
    void aRecordThatAsksForItsAnswerGetsItWithoutWaitingForTheLedger() throws Exception {
        try (ScoringEngine engine = engine(ComputeBudget.of(100).withWindow(Duration.ofSeconds(1)))) {
            ScoringTicket ticket = engine.submit(ScoringRequest.of("r", "abcd"));
            await().until(() -> status(engine).spentTlops() == 10);
            now.addAndGet(110 * MILLI);
            await().until(() -> status(engine).spentTlops() == 20);
            ticket.answerNow();
            ScoringResult result = ticket.result().get();
            assertThat(result.trace().exitReason()).isEqualTo(ExitReason.DEADLINE);
            assertThat(result.trace().cyclesUsed()).isEqualTo(1);
        }
    }

    @Test
    void closingFinishesTheWorkWhateverTheBudget() throws Exception {
        ScoringTicket ticket;
        try (ScoringEngine engine = engine(ComputeBudget.of(1).withWindow(Duration.ofHours(1)))) {
            ticket = engine.submit(ScoringRequest.of("r", "abcd"));
        }
        assertThat(ticket.result().get().trace().cyclesUsed()).isEqualTo(4);
    }

    /** The budget changes while the record is in its second cycle: the next one obeys. */
    @Test
    void theDepthOfARecordUnderWayFallsWithTheDirective() throws Exception {
        Turnstile turnstile = new Turnstile();
        try (ScoringEngine engine = engine(AMPLE, turnstile)) {
            ScoringTicket ticket = engine.submit(ScoringRequest.of("r", "abcd"));
            turnstile.awaitArrival();
            turnstile.letOneThrough();
            turnstile.awaitArrival();
            engine.budget(Optional.of(AMPLE.withPoints(new PointRange(1, 1))));
            turnstile.open();
            ScoringResult result = ticket.result().get();
            assertThat(result.trace().cyclesUsed()).isEqualTo(3);
            assertThat(result.place().operatingPoint()).hasValue(1);
        }
    }

    /** Twenty times of what full depth pays for arrives: the point falls, but less for those with priority. */
    @Test
    void priorityKeepsDepthWhenTheBudgetIsShort() throws Exception {
        ComputeBudget scarce =
                ComputeBudget.of(10_000).withWindow(Duration.ofSeconds(1)).withTargetLatency(Duration.ofSeconds(1));
        Turnstile turnstile = new Turnstile();
        try (ScoringEngine engine = engine(scarce, turnstile)) {
            ScoringTicket first = engine.submit(ScoringRequest.of("first", "abcd"));
            turnstile.awaitArrival();
            List<ScoringTicket> waiting = new ArrayList<>();
            for (int i = 0; i < 200; i++) { // 1000 tokens, of 4 to 10 TLOps
                now.addAndGet(MILLI);
                waiting.add(engine.submit(ScoringRequest.of("w" + i, "abcd")));
            }
            ScoringTicket important =
                    engine.submit(new ScoringRequest("important", "abcd", Terms.NONE.withPriority(5)));
            assertThat(status(engine).level()).isNotEqualTo(BudgetLevel.FULL);
            turnstile.open();
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                now.addAndGet(MILLI);
                return important.result().isDone() && waiting.get(0).result().isDone();
            });
            ScoringResult common = waiting.get(0).result().get();
            ScoringResult high = important.result().get();
            assertThat(common.place().operatingPoint().orElseThrow()).isLessThan(3);
            assertThat(high.place().operatingPoint().orElseThrow())
                    .isGreaterThan(common.place().operatingPoint().orElseThrow());
            assertThat(high.trace().cyclesUsed()).isGreaterThan(common.trace().cyclesUsed());
            engine.budget(Optional.empty());
            assertThat(first.result()).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void anAuditedRecordTellsWhetherFullDepthAgrees() throws Exception {
        ComputeBudget audited = AMPLE.withPoints(new PointRange(2, 2)).withAuditShare(1);
        Random random = new Random(5);
        LabelRule rule = new LabelRule(model.labels(), model.calibration, 1);
        int disagreed = 0;
        try (ScoringEngine engine = engine(audited)) {
            for (int i = 0; i < 60; i++) {
                String text = RandomModel.text(random, RandomModel.MAX_TOKENS - 1);
                ScoringResult result =
                        engine.submit(ScoringRequest.of("r" + i, text)).result().get();
                RandomModel.Alone alone = model.alone(text);
                Answer early = rule.classification(rule.read(alone.logits().get(2), 0, 0, NO_NGRAMS, 3), 3);
                Answer full = rule.classification(rule.read(alone.logits().get(3), 0, 0, NO_NGRAMS, 4), 4);
                assertThat(result.trace().cyclesUsed()).as(text).isEqualTo(3);
                assertThat(result.trace().signals()).as(text).hasSize(3);
                assertThat(result.cost().tlops())
                        .as(text)
                        .isEqualTo(8L * result.trace().tokens());
                assertThat(result.classification().label()).as(text).isEqualTo(((Answer.Classification) early).label());
                assertThat(result.place().audit())
                        .as(text)
                        .contains(early.agreesWith(full) ? AuditOutcome.AGREED : AuditOutcome.DISAGREED);
                disagreed += early.agreesWith(full) ? 0 : 1;
            }
            long tokens = 0;
            random = new Random(5);
            for (int i = 0; i < 60; i++) {
                tokens += RandomModel.text(random, RandomModel.MAX_TOKENS - 1).length() + 1;
            }
            // head, four cycles of two layers, and two answers
            assertThat(status(engine).spentTlops()).isEqualTo(tokens * (1 + 4 * 2 + 2));
        }
        assertThat(disagreed).as("of 60").isBetween(1, 59);
    }

    @Test
    void anAuditEndsWhenTheRecordIsToBeAnsweredNow() throws Exception {
        Turnstile turnstile = new Turnstile();
        try (ScoringEngine engine =
                engine(AMPLE.withPoints(new PointRange(0, 0)).withAuditShare(1), turnstile)) {
            ScoringTicket ticket = engine.submit(ScoringRequest.of("r", "abcd"));
            turnstile.awaitArrival();
            turnstile.letOneThrough();
            turnstile.awaitArrival();
            ticket.answerNow();
            turnstile.letOneThrough();
            ScoringResult result = ticket.result().get();
            assertThat(result.trace().cyclesUsed()).isEqualTo(1);
            assertThat(result.trace().exitReason()).isEqualTo(ExitReason.CYCLE_LIMIT);
            assertThat(result.place().audit()).isEmpty();
            turnstile.open();
        }
    }

    @Test
    void underOverflowRecordsAreTurnedAwayInOneSentence() throws Exception {
        ComputeBudget tiny =
                ComputeBudget.of(10).withWindow(Duration.ofSeconds(1)).withOverflow(Overflow.SHED);
        try (ScoringEngine engine = engine(tiny)) {
            List<ScoringTicket> tickets = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                now.addAndGet(10 * MILLI);
                tickets.add(engine.submit(ScoringRequest.of("r" + i, "abcd")));
            }
            assertThat(status(engine).level()).isEqualTo(BudgetLevel.OVERFLOW);
            assertThat(status(engine).shedRecords()).isBetween(200L, 299L);
            assertThat(tickets.get(299).result())
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(RecordShedException.class)
                    .withMessage("record 'r299' must fit into the budget of 10 TLOps/s, but even at the least depth it"
                            + " would be answered late: raise the budget, or hand it over again later");
        }
    }

    /** A row at each point in one batch, by a frontier that reads the answers; alone and in company they end alike. */
    @Test
    void rowsAtDifferentPointsShareABatchAndKeepTheirAnswers() throws Exception {
        model.frontier = new DepthFrontier(
                ExitScore.CONFIDENCE,
                List.of(
                        RandomModel.point(List.of(0.1f, 0.1f, 0.1f), 4, 0.1),
                        RandomModel.point(List.of(0.3f, 0.3f, 0.3f), 6, 0.2),
                        RandomModel.point(List.of(0.6f, 0.6f, 0.6f), 9, 0.3)));
        Random random = new Random(11);
        List<String> texts = new ArrayList<>();
        List<ScoringTicket> tickets = new ArrayList<>();
        LabelRule rule = new LabelRule(model.labels(), model.calibration, 1);
        try (ScoringEngine engine = engine(AMPLE.withPoints(new PointRange(1, 1)))) {
            for (int i = 0; i < 200; i++) {
                texts.add(RandomModel.text(random, RandomModel.MAX_TOKENS - 1));
                tickets.add(engine.submit(ScoringRequest.of("r" + i, texts.get(i))));
                if (i == 100) {
                    engine.budget(Optional.of(AMPLE.withPoints(new PointRange(2, 2))));
                }
            }
            for (int i = 0; i < 200; i++) {
                ScoringResult result = tickets.get(i).result().get();
                int point = result.place().operatingPoint().orElseThrow();
                assertThat(point).isBetween(1, 2);
                ExitPolicy policy = model.frontier.policy(point);
                RandomModel.Alone alone = model.alone(texts.get(i));
                int cycle = result.trace().cyclesUsed();
                if (point == 2) { // the point of 1 may have fallen to it, or risen, before its end
                    assertThat(policy.decide(model.signal(alone, cycle)).isPresent() || cycle == 4)
                            .isTrue();
                }
                float[] p = rule.read(alone.logits().get(cycle - 1), 0, 0, NO_NGRAMS, cycle);
                assertThat(result.classification().label())
                        .isEqualTo(rule.classification(p, cycle).label());
            }
        }
    }

    private ScoringResult score(ScoringEngine engine, String id, Terms terms) throws Exception {
        return engine.submit(new ScoringRequest(id, "abcd", terms)).result().get();
    }

    private static BudgetStatus status(ScoringEngine engine) {
        return engine.budgetStatus().orElseThrow();
    }

    private ScoringEngine engine(ComputeBudget budget) {
        return engine(budget, (phase, rows, poisoned) -> {});
    }

    private ScoringEngine engine(ComputeBudget budget, WrappedNetwork.Hook hook) {
        EngineOptions options = new EngineOptions(
                DeviceChoice.CPU, 1, 8, 1024, 1000, 1 << 20, new ExitPolicy.Fixed(RandomModel.CYCLES), 3);
        ScoringEngine engine = CycleScheduler.start(
                model.served(network -> new WrappedNetwork(network, hook)), options.withBudget(budget), now::get);
        now.addAndGet(2_000 * MILLI); // a window's worth is earned
        return engine;
    }
}
