package io.fathom.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final StringWriter written = new StringWriter();
    private long nanos;

    private ProgressBar bar(boolean visible) {
        return new ProgressBar(new PrintWriter(written), visible, () -> nanos, "evaluating", 200, "records");
    }

    @Test
    void saysHowFarHowFastAndHowLong() {
        assertThat(ProgressBar.render("evaluating", 50, 200, "records", 50, Duration.ofSeconds(10), "fixed:1"))
                .isEqualTo("evaluating ██░░░░░░░░  25 %  00:30 left  5.0 records/s  fixed:1");
        assertThat(ProgressBar.render("training", 0, 200, "steps", 0, Duration.ZERO, ""))
                .contains("  0 %")
                .contains("--:-- left");
        assertThat(ProgressBar.render("training", 1, 10_001, "steps", 1, Duration.ofSeconds(1), ""))
                .contains("2:46:40 left");
    }

    @Test
    void speedCountsFromTheFirstUpdate() {
        ProgressBar bar = bar(true);
        nanos = 60_000_000_000L;
        bar.update(100, "");
        nanos += 10_000_000_000L;
        bar.update(150, "");
        assertThat(written.toString()).endsWith("75 %  00:10 left  5.0 records/s\u001b[?7h");
    }

    @Test
    void redrawsTenTimesASecondAtMost() {
        ProgressBar bar = bar(true);
        for (int i = 1; i <= 100; i++) {
            nanos += 10_000_000;
            bar.update(i, "");
        }
        assertThat(written.toString().split("\r", -1)).hasSize(11);
    }

    @Test
    void takesItsLineAway() {
        try (ProgressBar bar = bar(true)) {
            bar.update(1, "");
        }
        assertThat(written.toString()).endsWith("\r\u001b[K");
    }

    @Test
    void silentWithoutATerminal() {
        try (ProgressBar bar = bar(false)) {
            bar.update(100, "");
            bar.update(200, "");
        }
        assertThat(written.toString()).isEmpty();
    }
}
