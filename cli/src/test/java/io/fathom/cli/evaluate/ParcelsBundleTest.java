package io.fathom.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import io.fathom.model.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundle that ships for parcels keeps what its card promises, on records that no training and no calibration saw. */
class ParcelsBundleTest {
    private static final Path BUNDLE = Path.of("..", "bundles", "parcels");
    private static final int RECORDS = 1500;
    private static final String SEED = "20261";
    private static final int CYCLES = 6;

    private static final List<Double> FIXED = new ArrayList<>();
    private static JsonNode policy = new ObjectMapper().createObjectNode();
    private static JsonNode frontier = new ObjectMapper().createObjectNode();
    private static JsonNode equal = new ObjectMapper().createObjectNode();

    @BeforeAll
    static void evaluate() throws IOException {
        Ran ran = Ran.fathom(
                "evaluate",
                "--bundle",
                BUNDLE.toString(),
                "--generate",
                "parcels",
                "--records",
                String.valueOf(RECORDS),
                "--seed",
                SEED,
                "--signals",
                "--json");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(ran.lastOutLine());
        assertThat(report.get("records").asInt()).isEqualTo(RECORDS);
        report.get("fixed").forEach(depth -> FIXED.add(depth.get("accuracy").asDouble()));
        policy = report.get("policy");
        frontier = report.get("frontier");
        equal = report.get("atEqualCycles");
    }

    /** On held-out records the measured cost and quality of each point lie within its interval. */
    @Test
    void everyPointOfTheFrontierCostsAndGivesWhatItPromises() {
        JsonNode points = frontier.get("points");
        assertThat(points.size()).isBetween(8, 32);
        for (JsonNode point : points) {
            assertThat(point.get("cost").asDouble())
                    .as("cost of %s, seed %s", point, SEED)
                    .isBetween(
                            point.get("costLow").asDouble() - 1e-9,
                            point.get("costHigh").asDouble() + 1e-9);
            assertThat(point.get("quality").asDouble())
                    .as("quality of %s, seed %s", point, SEED)
                    .isBetween(
                            point.get("qualityLow").asDouble(),
                            point.get("qualityHigh").asDouble());
        }
        assertThat(frontier.get("allWithin").asBoolean()).isTrue();
    }

    /** It ends with full depth; half of what that costs beyond one cycle buys nearly all of its quality. */
    @Test
    void theFrontierIsFarAboveFixedDepths() {
        int last = frontier.get("points").size() - 1;
        JsonNode full = frontier.get("points").get(last);
        assertThat(full.get("quality").asDouble()).isEqualTo(FIXED.get(CYCLES - 1));
        assertThat(full.get("cost").asDouble()).isEqualTo(2 + CYCLES); // head and tail are two layers
        JsonNode next = frontier.get("points").get(last - 1);
        assertThat(next.get("quality").asDouble()).isGreaterThan(FIXED.get(CYCLES - 1) - 0.005);
        assertThat(next.get("cost").asDouble()).isLessThan(2 + 0.6 * CYCLES);
        for (JsonNode point : frontier.get("points")) {
            int depth = (int) Math.floor(point.get("cost").asDouble() - 2);
            assertThat(point.get("quality").asDouble())
                    .as("%s against the fixed depth for no more, seed %s", point, SEED)
                    .isGreaterThanOrEqualTo(FIXED.get(depth - 1) - 0.01);
        }
    }

    @Test
    void everyCycleAnswersMoreUntilAlmostAllIsAnswered() {
        assertThat(FIXED).as("accuracy of 1 to 6 cycles, seed %s", SEED).hasSize(CYCLES);
        for (int c = 1; c < CYCLES; c++) {
            assertThat(FIXED.get(c)).as("%d cycles, seed %s", c + 1, SEED).isGreaterThan(FIXED.get(c - 1) + 0.01);
        }
        assertThat(FIXED.get(CYCLES - 1)).as("full depth, seed %s", SEED).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void thePolicyKeepsTheQualityAtLessThanHalfOfTheCycles() {
        double accuracy = policy.get("accuracy").asDouble();
        double cycles = policy.get("meanCycles").asDouble();
        assertThat(accuracy).as("seed %s", SEED).isGreaterThanOrEqualTo(FIXED.get(CYCLES - 1) - 0.01);
        assertThat(cycles).as("seed %s", SEED).isLessThanOrEqualTo(0.45 * CYCLES);
        // no fixed depth for that money comes near it: even the next deeper one is worse
        assertThat(accuracy).as("seed %s", SEED).isGreaterThan(FIXED.get((int) Math.ceil(cycles) - 1) + 0.05);
    }

    /** The whole interval of the paired bootstrap, not only its middle. */
    @Test
    void thePolicyIsAboveWhatElseRunsAsManyCycles() {
        assertThat(equal.get("cycles").asDouble())
                .isCloseTo(policy.get("meanCycles").asDouble(), within(0.01));
        assertThat(equal.get("quality").asDouble())
                .isCloseTo(policy.get("accuracy").asDouble(), within(0.002));
        for (String other : List.of("aboveFixed", "aboveRandom", "aboveConfidence")) {
            assertThat(equal.get(other).get("low").asDouble())
                    .as("%s, seed %s: %s", other, SEED, equal)
                    .isGreaterThan(0.03);
        }
    }

    @Test
    void depthFollowsTheDifficulty() {
        double before = 0;
        for (int difficulty = 1; difficulty <= CYCLES; difficulty++) {
            JsonNode of = policy.get("byDifficulty").get(String.valueOf(difficulty));
            double cycles = of.get("meanCycles").asDouble();
            assertThat(cycles)
                    .as("cycles for %d legs, seed %s", difficulty, SEED)
                    .isGreaterThan(before);
            before = cycles;
        }
        assertThat(before).as("cycles for %d legs, seed %s", CYCLES, SEED).isGreaterThan(4);
    }

    @Test
    void isSmallAndNeedsNoLicence() throws IOException {
        try (Stream<Path> files = Files.list(BUNDLE)) {
            assertThat(files.mapToLong(f -> f.toFile().length()).sum()).isLessThanOrEqualTo(4L << 20);
        }
        assertThat(ModelBundle.read(BUNDLE).model().recipe())
                .startsWith("./fathom train --arch ztt --generate parcels");
    }
}
