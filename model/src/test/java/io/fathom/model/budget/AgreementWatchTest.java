package io.fathom.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.statistics.Estimate;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Drift against a promise, on streams of audits whose truth is known. */
class AgreementWatchTest {
    private static final Estimate NEAR_ONE = new Estimate(0.985, 0.98, 0.99, 3000);
    private static final Estimate HALF = new Estimate(0.5, 0.46, 0.54, 3000);

    private static AgreementWatch watch(Estimate promise) {
        return new AgreementWatch(3, Optional.of(promise));
    }

    /**
     * Runs audits whose agreement follows a course, and returns how many of them found the given verdict.
     *
     * @param agreement of each audit, from its index
     */
    private static int looks(
            AgreementWatch watch, long seed, int audits, IntToDoubleFunction agreement, Agreement verdict) {
        SplittableRandom random = new SplittableRandom(seed);
        int found = 0;
        for (int i = 0; i < audits; i++) {
            boolean agrees = random.nextDouble() < agreement.applyAsDouble(i);
            watch.audited(agrees ? AuditOutcome.AGREED : AuditOutcome.DISAGREED);
            found += watch.state().verdict() == verdict ? 1 : 0;
        }
        return found;
    }

    /** A million audits of a stream at the very edge of the promise. */
    @ParameterizedTest(name = "agreement {0} of {1}..{2}, seed {3}")
    @CsvSource({
        "0.98, 0.98, 0.99, 1",
        "0.98, 0.98, 0.99, 2",
        "0.46, 0.46, 0.54, 1",
        "0.54, 0.46, 0.54, 2",
        "0.9985, 0.9985, 1, 1",
        "1, 0.997, 1, 1"
    })
    void aStreamThatKeepsThePromiseRaisesNoAlarm(double agreement, double low, double high, long seed) {
        AgreementWatch watch = watch(new Estimate((low + high) / 2, low, high, 3000));
        int kept = looks(watch, seed, 1_000_000, i -> agreement, Agreement.KEPT);
        assertThat(kept).as("seed %d: audits without an alarm", seed).isEqualTo(1_000_000);
    }

    /** The stated level is a bound, however often it is looked at: tried where errors are frequent enough to be counted. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void noMoreLooksAreWrongThanStated(long seed) {
        double level = 0.002;
        int audits = 500_000;
        // an alarm outlasts its reason until RELEASE; of the looks that raise it, at most the level is wrong
        AgreementBounds bounds = AgreementBounds.of(NEAR_ONE, level, 200);
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] ring = new boolean[200];
        int agreed = 0;
        int wrong = 0;
        for (int i = 0; i < audits; i++) {
            int at = i % ring.length;
            agreed -= ring[at] ? 1 : 0;
            ring[at] = random.nextDouble() < NEAR_ONE.low();
            agreed += ring[at] ? 1 : 0;
            wrong += bounds.tooFew(agreed, Math.min(i + 1, ring.length)) ? 1 : 0;
        }
        assertThat(wrong).as("seed %d", seed).isPositive().isLessThanOrEqualTo((int) (level * audits));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void driftIsSeenWithinAWindowAndForgottenWithinTwo(long seed) {
        AgreementWatch watch = watch(NEAR_ONE);
        assertThat(looks(watch, seed, 5000, i -> 0.985, Agreement.KEPT)).isEqualTo(5000);
        int quiet = looks(watch, seed + 100, AgreementWatch.WINDOW, i -> 0.9, Agreement.KEPT);
        assertThat(watch.state().verdict()).as("seed %d", seed).isEqualTo(Agreement.BELOW);
        assertThat(quiet).as("seed %d: audits until it was seen", seed).isLessThan(400);
        assertThat(looks(watch, seed + 200, 2 * AgreementWatch.WINDOW, i -> 0.985, Agreement.KEPT))
                .as("seed %d: recovered", seed)
                .isPositive();
        assertThat(watch.state().verdict()).as("seed %d", seed).isEqualTo(Agreement.KEPT);
    }

    /** Agreement that glides away is seen somewhere on its way, and the alarm stays. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aSlowDriftRaisesTheAlarmOnce(long seed) {
        AgreementWatch watch = watch(NEAR_ONE);
        SplittableRandom random = new SplittableRandom(seed);
        int changes = 0;
        for (int i = 0; i < 50_000; i++) {
            boolean agrees = random.nextDouble() < 0.985 - 0.2 * i / 50_000;
            changes += watch.audited(agrees ? AuditOutcome.AGREED : AuditOutcome.DISAGREED) ? 1 : 0;
        }
        assertThat(watch.state().verdict()).as("seed %d", seed).isEqualTo(Agreement.BELOW);
        assertThat(changes).as("seed %d: lines in the log", seed).isEqualTo(1);
    }

    @Test
    void easierRecordsAreDriftToo() {
        AgreementWatch watch = watch(HALF);
        assertThat(looks(watch, 1, 512, i -> 0.9, Agreement.ABOVE)).isPositive();
        assertThat(watch.state().verdict().isDrift()).isTrue();
    }

    /** No window has to be full where there is no doubt. */
    @Test
    void aCatastropheIsSeenAfterAFewAudits() {
        AgreementWatch watch = watch(NEAR_ONE);
        int quiet = looks(watch, 1, 20, i -> 0, Agreement.KEPT);
        assertThat(quiet).isLessThan(6);
    }

    @Test
    void withoutAPromiseThereIsNoDrift() {
        AgreementWatch watch = new AgreementWatch(0, Optional.empty());
        assertThat(looks(watch, 1, 1000, i -> 0, Agreement.KEPT)).isEqualTo(1000);
        assertThat(watch.state()).isEqualTo(new PointAgreement(0, Agreement.KEPT, AgreementWatch.WINDOW, 0));
    }

    /** What the Javadoc says of its power. */
    @Test
    void howMuchItTakes() {
        AgreementBounds near = AgreementBounds.of(NEAR_ONE, AgreementWatch.ALARM, AgreementWatch.WINDOW);
        AgreementBounds half = AgreementBounds.of(HALF, AgreementWatch.ALARM, AgreementWatch.WINDOW);
        assertThat(most(near, 64)).isEqualTo(64 - 11);
        assertThat(most(near, 512)).isEqualTo(481); // 0.94
        assertThat(most(half, 512)).isEqualTo(176); // 0.34
    }

    /** Most that agree with an alarm. */
    private static int most(AgreementBounds bounds, int audited) {
        int agreed = 0;
        while (bounds.tooFew(agreed, audited)) {
            agreed++;
        }
        return agreed - 1;
    }
}
