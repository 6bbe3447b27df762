package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fathom.cli.CommandException;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.Overspend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SurgeReportTest {
    private static SurgeSample sample(SurgePhase phase, long createdAt, long latency, boolean right) {
        return new SurgeSample(
                phase,
                createdAt,
                createdAt + latency,
                5,
                60,
                10,
                4,
                0,
                OptionalInt.of(3),
                Optional.of("FULL"),
                Optional.of(right));
    }

    /** Latencies 1..100 ms times {@code slow} in each phase; every {@code wrong}th answer is wrong during the surge. */
    private static List<SurgeSample> run(int slow, int wrong) {
        List<SurgeSample> samples = new ArrayList<>();
        for (int n = 1; n <= 100; n++) {
            samples.add(sample(SurgePhase.BEFORE, 1000 + n, n, true));
            samples.add(sample(SurgePhase.DURING, 2000 + n, (long) n * slow, n % wrong != 0));
            samples.add(sample(SurgePhase.AFTER, 9000 + n, n, n != 1));
        }
        return samples;
    }

    private static SurgeReport report() {
        return SurgeReport.of(1000, ComputeBudget.of(900), run(2, 4), run(20, 100), new Overspend(40, 80));
    }

    @Test
    void tellsQualityAndLatencyOfEachPhase() {
        JsonNode json = report().json();

        assertThat(json.get("capacityTlopsPerSecond").asLong()).isEqualTo(1000);
        assertThat(json.get("tlopsPerSecond").asLong()).isEqualTo(900);
        assertThat(json.get("windowSeconds").asDouble()).isEqualTo(2);
        assertThat(json.get("batchTlops").asLong()).isEqualTo(80);
        assertThat(json.get("qualityBefore").asDouble()).isEqualTo(1);
        assertThat(json.get("qualityDuring").asDouble()).isEqualTo(0.75);
        assertThat(json.get("qualityAfter").asDouble()).isEqualTo(0.99);
        assertThat(json.get("p99Before").asLong()).isEqualTo(99);
        assertThat(json.get("p99During").asLong()).isEqualTo(198);
        assertThat(json.get("p99After").asLong()).isEqualTo(99);
        assertThat(json.at("/fixed/p99During").asLong()).isEqualTo(1980);
        assertThat(json.at("/fixed/qualityDuring").asDouble()).isEqualTo(0.99);
        assertThat(json.get("p99SurgeToFixed").asDouble()).isEqualTo(0.1);
        assertThat(json.get("spentByWindow").isArray()).isTrue();
        assertThat(json.get("maxOverspendBatches").asDouble()).isEqualTo(0.5);
        assertThat(json.get("utilisationWhileBacklogged").isNull())
                .as("nothing waited for a window")
                .isTrue();
        assertThat(json.at("/pointTimeline/0/point").asDouble()).isEqualTo(3);
        assertThat(report().summary()).contains("within 198 ms, 75.0 %").contains("within 1,980 ms");
    }

    @Test
    void capacityIsOfTheTimeAtFullSpeed() {
        List<SurgeSample> samples = new ArrayList<>();
        for (int n = 0; n < 1000; n++) { // slow for a second, then 60 TLOps every 10 ms
            samples.add(sample(SurgePhase.WARM_UP, 0, n < 10 ? 100L * n : 900 + 10L * (n - 9), true));
        }
        Capacity capacity = Capacity.of(samples, 2000, 6000);
        assertThat(capacity.tlopsPerSecond()).isEqualTo(6000);
        assertThat(capacity.tlopsOfEvent()).isEqualTo(60);
        assertThat(capacity.eventsPerSecond()).isEqualTo(100);
        assertThatThrownBy(() -> Capacity.of(List.of(), 2000, 6000)).isInstanceOf(CommandException.class);
    }

    @Test
    void joinsTheTopicsWithWhatWasSent() {
        SentEvents sent = new SentEvents(EventIds.DEMO);
        sent.add(new DemoInput.Text("text", Optional.of("a")), 0);
        sent.add(new DemoInput.Text("text", Optional.of("b")), 0);
        SurgeSamples samples =
                new SurgeSamples(sent, new Verdict("oos"), n -> n == 0 ? SurgePhase.BEFORE : SurgePhase.DURING);
        samples.add(new OutputRecord.Answer("demo-0", "a", 1, false, 2, "CONFIDENCE", 1000, 1040));
        samples.add(new OutputRecord.Answer("demo-1", "a", 1, false, 2, "CONFIDENCE", 1000, 1050));
        samples.add(new OutputRecord.Telemetry(
                "demo-0",
                3,
                false,
                new OutputRecord.Work(10, 60, 5500, 4, 1),
                Optional.of(new OutputRecord.Place("REDUCED", 2))));

        assertThat(samples.samples())
                .containsExactly(new SurgeSample(
                        SurgePhase.BEFORE,
                        1000,
                        1040,
                        5.5,
                        60,
                        10,
                        4,
                        1,
                        OptionalInt.of(2),
                        Optional.of("REDUCED"),
                        Optional.of(true)));
    }
}
