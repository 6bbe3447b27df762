package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fathom.model.training.GeneratedRecord;
import io.fathom.model.training.LabelledText;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    private final SentEvents sent = new SentEvents(EventIds.DEMO);

    private void send(String label, long millis) {
        sent.add(new DemoInput.Text("text", Optional.of(label)), millis);
    }

    private static OutputRecord.Answer answer(int number, String label, boolean rejected, int cycles, long scoredAt) {
        return new OutputRecord.Answer(
                EventIds.DEMO.of(number),
                label,
                0.5f,
                rejected,
                cycles,
                cycles == 3 ? "FULL_DEPTH" : "CONFIDENCE",
                1000,
                scoredAt);
    }

    private DemoReport report() {
        return new DemoReport(sent, new Verdict("oos"), 3);
    }

    @Test
    void sumsUpARun() {
        send("a", 1000);
        send("oos", 1000);
        send("b", 1000);
        send("c", 1000);
        sent.add(new DemoInput.Undecodable(new byte[3]), 1000);
        DemoReport report = report();
        report.add(answer(0, "a", false, 1, 1100));
        report.add(answer(1, "a", true, 3, 1200));
        report.add(answer(2, "a", false, 2, 1300));
        report.add(new OutputRecord.Dead("demo-3", "SCORE", "too bad", 2000));
        report.add(new OutputRecord.Dead("demo-4", "DECODE", "no event", 3000));
        for (int i = 0; i < 3; i++) {
            report.add(new OutputRecord.Telemetry(
                    EventIds.DEMO.of(i), 3, i == 1, new OutputRecord.Work(10, 50, 1000, 4, 0), Optional.empty()));
        }

        JsonNode json = report.json();

        assertThat(report.clean()).isTrue();
        assertThat(json.get("events").asInt()).isEqualTo(5);
        assertThat(json.get("predictions").asInt()).isEqualTo(3);
        assertThat(json.get("deadLetters").asInt()).isEqualTo(2);
        assertThat(json.get("telemetry").asInt()).isEqualTo(3);
        assertThat(json.get("truncated").asInt()).isEqualTo(1);
        assertThat(json.get("meanCycles").asDouble()).isEqualTo(2);
        assertThat(json.get("maxCycles").asInt()).isEqualTo(3);
        assertThat(json.at("/exitReasons/CONFIDENCE").asInt()).isEqualTo(2);
        assertThat(json.at("/exitReasons/FULL_DEPTH").asInt()).isEqualTo(1);
        assertThat(json.get("recordsPerSecond").asDouble()).isEqualTo(2.5);
        assertThat(json.get("p50Millis").asLong()).isEqualTo(200);
        assertThat(json.get("p99Millis").asLong()).isEqualTo(300);
        assertThat(json.get("labelled").asInt()).isEqualTo(4);
        assertThat(json.get("accuracy").asDouble())
                .as("a is right, oos rejected, b wrong, c a dead letter")
                .isEqualTo(0.5);
    }

    @Test
    void withoutLabelsThereIsNoAccuracy() {
        sent.add(new DemoInput.Text("text", Optional.empty()), 0);

        assertThat(report().json().has("accuracy")).isFalse();
    }

    @Test
    void saysWhatIsMissing() {
        send("a", 0);
        send("b", 0);
        DemoReport report = report();
        report.add(answer(0, "a", false, 1, 1100));
        report.add(answer(0, "a", false, 1, 1100));

        assertThat(report.clean()).isFalse();
        assertThat(report.complaint()).contains("1 were lost", "1 came out more than once", "missing for 2");
    }

    @Test
    void rejectedTextsAreRightOnlyIfOutOfScope() {
        Verdict verdict = new Verdict("oos");
        assertThat(verdict.isCorrect("oos", answer(0, "a", true, 1, 0))).isTrue();
        assertThat(verdict.isCorrect("oos", answer(0, "a", false, 1, 0))).isFalse();
        assertThat(verdict.isCorrect("a", answer(0, "a", false, 1, 0))).isTrue();
        assertThat(verdict.isCorrect("a", answer(0, "a", true, 1, 0))).isFalse();
        assertThat(new Verdict("").isCorrect("oos", answer(0, "oos", false, 1, 0)))
                .isTrue();
    }

    @Test
    void tellsDepthByDifficulty() {
        for (int difficulty : new int[] {1, 2, 2}) {
            sent.add(new DemoInput.Generated(new GeneratedRecord(new LabelledText("a", "text"), difficulty)), 1000);
        }
        DemoReport report = report();
        report.add(answer(0, "a", false, 1, 1100));
        report.add(answer(1, "a", false, 2, 1100));
        report.add(answer(2, "b", false, 3, 1100));

        JsonNode byDifficulty = report.json().get("byDifficulty");

        assertThat(byDifficulty.get("1").get("meanCycles").asDouble()).isEqualTo(1);
        assertThat(byDifficulty.get("2").get("meanCycles").asDouble()).isEqualTo(2.5);
        assertThat(byDifficulty.get("2").get("accuracy").asDouble()).isEqualTo(0.5);
    }
}
