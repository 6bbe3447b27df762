package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SurgePlanTest {
    private static final long SECOND = 1_000_000_000L;

    private static final SurgePlan PLAN = new SurgePlan(
            100,
            10,
            Duration.ofSeconds(2),
            Duration.ofSeconds(8),
            Duration.ofSeconds(20),
            Duration.ofSeconds(4),
            Duration.ofSeconds(60));

    private static long count(ScheduledArrivals arrivals, SurgePhase phase) {
        return IntStream.range(0, arrivals.count())
                .filter(n -> PLAN.phase(arrivals.dueNanos(n)) == phase)
                .count();
    }

    @Test
    void phasesFollowEachOther() {
        assertThat(PLAN.phase(0)).isEqualTo(SurgePhase.WARM_UP);
        assertThat(PLAN.phase(2 * SECOND)).isEqualTo(SurgePhase.BEFORE);
        assertThat(PLAN.phase(10 * SECOND - 1)).isEqualTo(SurgePhase.BEFORE);
        assertThat(PLAN.phase(10 * SECOND)).isEqualTo(SurgePhase.DURING);
        assertThat(PLAN.phase(30 * SECOND)).isEqualTo(SurgePhase.RECOVERING);
        assertThat(PLAN.phase(34 * SECOND)).isEqualTo(SurgePhase.AFTER);
        assertThat(PLAN.end()).isEqualTo(94 * SECOND);
    }

    /** Poisson: the bar is four standard deviations. */
    @Test
    void theSurgeBringsTenTimesAsMuch() {
        for (long seed = 1; seed <= 5; seed++) {
            ScheduledArrivals arrivals = PLAN.arrivals(seed);
            assertThat((double) count(arrivals, SurgePhase.BEFORE))
                    .as("before, seed %d", seed)
                    .isCloseTo(800, within(4 * Math.sqrt(800)));
            assertThat((double) count(arrivals, SurgePhase.DURING))
                    .as("during, seed %d", seed)
                    .isCloseTo(20_000, within(4 * Math.sqrt(20_000)));
            assertThat((double) count(arrivals, SurgePhase.AFTER))
                    .as("after, seed %d", seed)
                    .isCloseTo(6000, within(4 * Math.sqrt(6000)));
        }
    }

    @Test
    void theSeedDecidesTheTimes() {
        ScheduledArrivals first = PLAN.arrivals(7);
        ScheduledArrivals again = PLAN.arrivals(7);
        ScheduledArrivals other = PLAN.arrivals(8);
        assertThat(IntStream.range(0, first.count()).mapToLong(first::dueNanos))
                .isSorted()
                .containsExactly(IntStream.range(0, again.count())
                        .mapToLong(again::dueNanos)
                        .boxed()
                        .toArray(Long[]::new));
        assertThat(other.dueNanos(0)).isNotEqualTo(first.dueNanos(0));
    }

    @Test
    void anEventThatIsSentLateIsOld() {
        ScheduledArrivals arrivals = new ScheduledArrivals(new long[] {10, 20, 30});
        assertThat(arrivals.nanosUntilDue(1, 5)).isEqualTo(15);
        assertThat(arrivals.nanosOld(1, 5)).isZero();
        assertThat(arrivals.nanosUntilDue(1, 26)).isZero();
        assertThat(arrivals.nanosOld(1, 26)).isEqualTo(6);
        assertThat(arrivals.first(2).count()).isEqualTo(2);
        assertThat(new Pacer(100).nanosOld(0, SECOND))
                .as("a pacer has no times")
                .isZero();
    }

    @Test
    void nonsenseIsRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new SurgePlan(0, 10, second, second, second, second, second))
                .hasMessageContaining("baseRate")
                .hasMessageContaining("0.0");
        assertThatThrownBy(() -> new SurgePlan(1, 0.5, second, second, second, second, second))
                .hasMessageContaining("factor")
                .hasMessageContaining("0.5");
    }
}
