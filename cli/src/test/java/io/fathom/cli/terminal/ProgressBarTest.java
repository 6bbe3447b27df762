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
        assertThat(ProgressBar.render("evaluating", 0, 50, 200, "records", Duration.ofSeconds(10), "fixed:1"))
                .isEqualTo("evaluating █████░░░░░░░░░░░░░░░  25 %  fixed:1  5.0 records/s  00:30 left");
        assertThat(ProgressBar.render("training", 0, 0, 200, "steps", Duration.ZERO, ""))
                .contains("  0 %")
                .endsWith("--:-- left");
        assertThat(ProgressBar.render("training", 0, 1, 10_001, "steps", Duration.ofSeconds(1), ""))
                .endsWith("2:46:40 left");
        assertThat(ProgressBar.render("training", 100, 150, 200, "steps", Duration.ofSeconds(50), ""))
                .as("resumed at 100")
                .endsWith("75 %  1.0 steps/s  00:50 left");
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
