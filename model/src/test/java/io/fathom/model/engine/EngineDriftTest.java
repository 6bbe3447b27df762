package io.fathom.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.budget.Agreement;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.PointAgreement;
import io.fathom.model.budget.PointRange;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.engine.ScoringRequest.Terms;
import io.fathom.model.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Audits of a running engine against what its frontier promised. The clock stands still. */
@Timeout(60)
class EngineDriftTest {
    private static final int POINT = 1;
    private static final ComputeBudget AUDITED =
            ComputeBudget.of(1e9).withPoints(new PointRange(POINT, POINT)).withAuditShare(1);

    private final RandomModel model = new RandomModel(7);
    private final AtomicLong now = new AtomicLong();

    private ScoringEngine promising(Optional<Estimate> agreement) {
        DepthFrontier plain = Objects.requireNonNull(model.frontier);
        List<OperatingPoint> points = new ArrayList<>();
        for (OperatingPoint p : plain.points()) {
            points.add(new OperatingPoint(p.thresholds(), p.gateThreshold(), p.cost(), p.quality(), agreement));
        }
        model.frontier = new DepthFrontier(plain.score(), points);
        return engine(new Turnstile(), true);
    }

    private ScoringEngine engine(Turnstile turnstile, boolean open) {
        if (open) {
            turnstile.open();
        }
        EngineOptions options = new EngineOptions(
                DeviceChoice.CPU, 1, 8, 1024, 1000, 1 << 20, new ExitPolicy.Fixed(RandomModel.CYCLES), 3);
        ScoringEngine engine = CycleScheduler.start(
                model.served(network -> new WrappedNetwork(network, turnstile)), options.withBudget(AUDITED), now::get);
        now.addAndGet(2_000_000_000L); // a window's worth is earned
        return engine;
    }

    private static void score(ScoringEngine engine, int records, Terms terms) throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < records; i++) {
            String text = RandomModel.text(random, RandomModel.MAX_TOKENS - 1);
            engine.submit(new ScoringRequest("r" + i, text, terms)).result().get();
        }
    }

    private static PointAgreement audited(ScoringEngine engine) {
        return engine.agreements().get(POINT);
    }

    @Test
    void answersThatAgreeLessThanPromisedAreDrift() throws Exception {
        try (ScoringEngine engine = promising(Optional.of(new Estimate(0.995, 0.99, 1, 1000)))) {
            score(engine, 60, Terms.NONE);
            assertThat(audited(engine).audited()).isEqualTo(60);
            assertThat(audited(engine).share())
                    .as("of a network that has learnt nothing")
                    .isLessThan(0.8);
            assertThat(audited(engine).verdict()).isEqualTo(Agreement.BELOW);
            assertThat(engine.agreements()).hasSize(RandomModel.CYCLES);
            assertThat(engine.agreements().get(0).audited()).isZero();
            engine.budget(Optional.of(AUDITED.withTlopsPerSecond(1e8).withAuditShare(0)));
            assertThat(audited(engine).verdict()).as("another budget").isEqualTo(Agreement.BELOW);
        }
    }

    @Test
    void oldFrontiersPromiseNothing() throws Exception {
        try (ScoringEngine engine = promising(Optional.empty())) {
            score(engine, 60, Terms.NONE);
            assertThat(audited(engine).audited()).isEqualTo(60);
            assertThat(audited(engine).verdict()).isEqualTo(Agreement.KEPT);
        }
    }

    /** The frontier promises nothing about records that something else has cut short. */
    @Test
    void recordsThatThePointDidNotDecideAreNotAudited() throws Exception {
        try (ScoringEngine engine = promising(Optional.empty())) {
            score(engine, 5, Terms.NONE.withMaxCycles(OptionalInt.of(1)));
            assertThat(audited(engine).audited()).isZero();
        }
    }

    /** It went through its first cycle at a richer point, and would agree more often than any of this one. */
    @Test
    void aRecordWhosePointHasFallenIsNotAudited() throws Exception {
        Turnstile turnstile = new Turnstile();
        try (ScoringEngine engine = engine(turnstile, false)) {
            engine.budget(Optional.of(AUDITED.withPoints(PointRange.WHOLE)));
            ScoringTicket ticket = engine.submit(ScoringRequest.of("r", "abcd"));
            turnstile.awaitArrival();
            turnstile.letOneThrough();
            turnstile.awaitArrival();
            engine.budget(Optional.of(AUDITED));
            turnstile.open();
            assertThat(ticket.result().get().place().operatingPoint()).hasValue(POINT);
            assertThat(ticket.result().get().place().audit()).isEmpty();
            assertThat(audited(engine).audited()).isZero();
        }
    }
}
