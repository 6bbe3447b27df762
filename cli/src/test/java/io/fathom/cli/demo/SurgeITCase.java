package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.statistics.Estimate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The surge on a toy model, with a capacity that is set so low that the budget rules and not the machine. */
@Timeout(300)
class SurgeITCase {
    @TempDir
    private Path folder;

    /** A point a depth: 3, 4 and 5 TLOps a token. */
    private static DepthFrontier fixedDepths() {
        List<OperatingPoint> points = new ArrayList<>();
        for (int depth = 1; depth <= TinyBundles.MAX_CYCLES; depth++) {
            List<Float> thresholds = new ArrayList<>();
            for (int c = 1; c < TinyBundles.MAX_CYCLES; c++) {
                thresholds.add(c < depth ? Float.POSITIVE_INFINITY : 0f);
            }
            points.add(
                    new OperatingPoint(thresholds, OptionalDouble.empty(), exactly(2 + depth), exactly(0.1 * depth)));
        }
        return new DepthFrontier(ExitScore.NONE, points);
    }

    private static Estimate exactly(double value) {
        return new Estimate(value, value, value, 100);
    }

    @Test
    void depthGivesWayToTheSurgeAndComesBack() throws IOException {
        Path bundle = folder.resolve("tiny");
        BundleWriter.write(bundle, TinyBundles.parts(1).with(Optional.of(fixedDepths())));

        Ran ran = Ran.fathom(
                "demo",
                "--scenario",
                "surge",
                "--headless",
                "--bundle",
                bundle.toString(),
                "--capacity",
                "20000",
                "--base-seconds",
                "2",
                "--surge-seconds",
                "3");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(ran.lastOutLine());
        assertThat(report.get("lost").asInt()).isZero();
        assertThat(report.get("duplicated").asInt()).isZero();
        JsonNode budget = report.get("budget");
        assertThat(budget.get("tlopsPerSecond").asLong()).isEqualTo(18_000);
        assertThat(budget.get("windowSeconds").asDouble()).isEqualTo(2);
        assertThat(budget.get("spentByWindow")).isNotEmpty();
        assertThat(budget.get("batchTlops").asLong())
                .as("the engine's own books")
                .isPositive();
        assertThat(budget.get("maxOverspendBatches").asDouble()).isBetween(0d, 1d);
        List<Double> points = new ArrayList<>();
        budget.get("pointTimeline")
                .forEach(point -> points.add(point.get("point").asDouble()));
        assertThat(points.get(points.size() - 1))
                .as("back at full depth: %s", points)
                .isEqualTo(2);
        assertThat(points).as("less depth in between").anyMatch(point -> point < 1.5);
        assertThat(budget.get("p99Before").asLong()).isPositive();
        assertThat(budget.get("p99During").asLong()).isPositive();
        assertThat(budget.get("p99SurgeToFixed").isNumber()).isTrue();
        assertThat(budget.at("/fixed/p99After").asLong()).isPositive();
    }

    @Test
    void withoutAFrontierItSaysWhatToDo() {
        String bundle = TinyBundles.write(folder.resolve("tiny")).folder().toString();

        Ran ran = Ran.fathom("demo", "--scenario", "surge", "--headless", "--bundle", bundle);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("needs a bundle with a frontier").contains("fathom calibrate");
    }

    @Test
    void optionsOfTheStreamAreRefused() {
        Ran ran = Ran.fathom("demo", "--scenario", "surge", "--headless", "--events", "5");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("--events");
    }
}
