package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoStateTest {
    private static final long SECOND = 1_000_000_000L;

    private final SentEvents sent = new SentEvents(EventIds.DEMO);
    private final DemoState state = new DemoState("demo", sent, new Verdict("oos"), 3, 0);

    private static OutputRecord.Answer answer(int number, String label, int cycles) {
        return new OutputRecord.Answer(EventIds.DEMO.of(number), label, 0.5f, false, cycles, "CONFIDENCE", 1000, 1040);
    }

    private static OutputRecord.Telemetry telemetry(int number, Optional<OutputRecord.Place> budget) {
        return new OutputRecord.Telemetry(
                EventIds.DEMO.of(number), 3, false, new OutputRecord.Work(10, 50, 1000, 4, 0), budget);
    }

    @Test
    void countsAndShowsTheLatestFirst() {
        sent.add(new DemoInput.Text("first", Optional.of("a")), 0);
        sent.add(new DemoInput.Text("second", Optional.of("b")), 0);
        sent.add(new DemoInput.Undecodable(new byte[7]), 0);
        sent.add(new DemoInput.Text("under way", Optional.empty()), 0);
        state.add(answer(0, "a", 1));
        state.add(answer(1, "a", 3));
        state.add(new OutputRecord.Dead("demo-2", "DECODE", "no event", 0));

        DemoSnapshot now = state.snapshot(5 * SECOND);

        assertThat(now.lag()).isEqualTo(1);
        assertThat(now.byCycles()).containsExactly(0L, 1L, 0L, 1L);
        assertThat(now.meanCycles()).isEqualTo(2);
        assertThat(now.byReason()).containsEntry("CONFIDENCE", 2L);
        assertThat(now.accuracy()).hasValue(0.5);
        assertThat(now.elapsed()).hasSeconds(5);
        assertThat(now.p50Millis()).isEqualTo(40);
        assertThat(now.latest())
                .containsExactly(
                        new DemoSnapshot.Row(0, 0, "DECODE", DemoSnapshot.Mark.DEAD, "(7 undecodable bytes)"),
                        new DemoSnapshot.Row(3, 0.5f, "a", DemoSnapshot.Mark.WRONG, "second"),
                        new DemoSnapshot.Row(1, 0.5f, "a", DemoSnapshot.Mark.RIGHT, "first"));
    }

    @Test
    void allIsOutWhenEveryEventAndTheTelemetryIs() {
        sent.add(new DemoInput.Text("text", Optional.empty()), 0);
        assertThat(state.allOut()).isFalse();
        state.add(answer(0, "a", 1));
        assertThat(state.allOut()).as("telemetry is still missing").isFalse();
        state.add(telemetry(0, Optional.empty()));
        assertThat(state.allOut()).isTrue();
    }

    @Test
    void showsHowTheOperatingPointMoves() {
        assertThat(state.snapshot(0).budget()).as("no budget").isEmpty();
        state.add(telemetry(0, Optional.of(new OutputRecord.Place("FULL", 8))));
        assertThat(state.snapshot(SECOND).budget()).hasValue(new DemoSnapshot.Budget("FULL", 8, List.of(8.0), 8));
        state.add(telemetry(1, Optional.of(new OutputRecord.Place("REDUCED", 2))));
        state.add(telemetry(2, Optional.of(new OutputRecord.Place("REDUCED", 3))));
        assertThat(state.snapshot(SECOND + 1).budget())
                .as("the second is not over")
                .hasValue(new DemoSnapshot.Budget("REDUCED", 3, List.of(8.0), 8));
        assertThat(state.snapshot(2 * SECOND).budget())
                .hasValue(new DemoSnapshot.Budget("REDUCED", 3, List.of(8.0, 2.5), 8));
        assertThat(state.budgetLevel()).hasValue("REDUCED");
    }

    @Test
    void recoveredIsAtRestForAWhile() {
        StopRule rule = new Recovered(Duration.ofSeconds(10), Duration.ofSeconds(4), 0);
        assertThat(rule.enough(state, Duration.ofSeconds(20)))
                .as("no record yet")
                .isFalse();
        state.add(telemetry(0, Optional.of(new OutputRecord.Place("FULL", 8))));
        assertThat(rule.enough(state, Duration.ofSeconds(1))).isFalse();
        assertThat(rule.enough(state, Duration.ofSeconds(9))).as("too soon").isFalse();
        state.add(telemetry(1, Optional.of(new OutputRecord.Place("REDUCED", 2))));
        assertThat(rule.enough(state, Duration.ofSeconds(11))).as("less depth").isFalse();
        state.add(telemetry(2, Optional.of(new OutputRecord.Place("FULL", 8))));
        assertThat(rule.enough(state, Duration.ofSeconds(12))).isFalse();
        assertThat(rule.enough(state, Duration.ofSeconds(15))).isFalse();
        assertThat(rule.enough(state, Duration.ofSeconds(16))).isTrue();
        sent.add(new DemoInput.Text("under way", Optional.empty()), 0);
        assertThat(rule.enough(state, Duration.ofSeconds(17)))
                .as("one is outstanding")
                .isFalse();
    }

    @Test
    void ratesAreOfTheLastSeconds() {
        RateWindow window = new RateWindow(5 * SECOND);
        assertThat(window.perSecond(0, 0)).isZero();
        assertThat(window.perSecond(2 * SECOND, 100)).isEqualTo(50);
        assertThat(window.perSecond(6 * SECOND, 100))
                .as("the start has left the window")
                .isZero();
    }

    @Test
    void aSlowStartIsForgotten() {
        RecentLatency latency = new RecentLatency(0);
        latency.record(5000);
        assertThat(latency.percentile(99, SECOND)).isBetween(4900L, 5100L);
        assertThat(latency.percentile(99, 11 * SECOND)).as("still remembered").isBetween(4900L, 5100L);
        latency.record(20);
        assertThat(latency.percentile(99, 22 * SECOND)).isEqualTo(20);
        assertThat(latency.percentile(99, 60 * SECOND)).as("nothing lately").isZero();
    }
}
