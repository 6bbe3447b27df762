package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoStateTest {
    private static final long SECOND = 1_000_000_000L;

    private final SentEvents sent = new SentEvents();
    private final DemoState state = new DemoState("demo", sent, new Verdict("oos"), 3, 0);

    private static OutputRecord.Answer answer(int number, String label, int cycles) {
        return new OutputRecord.Answer(EventId.of(number), label, 0.5f, false, cycles, "CONFIDENCE", 1000, 1040);
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
        assertThat(now.byCycles()).containsExactly(1L, 0L, 1L);
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
        state.add(new OutputRecord.Telemetry("demo-0", 3, false));
        assertThat(state.allOut()).isTrue();
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
