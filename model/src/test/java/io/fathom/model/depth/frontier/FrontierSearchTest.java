package io.fathom.model.depth.frontier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.depth.OperatingPoint;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontierSearchTest {
    private static final int RECORDS = 500;

    private static List<Dial> dials(StoppingTable table) {
        return List.of(new Dial(OptionalDouble.empty(), table));
    }

    private static DepthFrontier frontier(ExitScore score, StoppingTable table) {
        return new FrontierSearch(score, dials(table), 7).frontier();
    }

    private static boolean holds(List<PointMeasurement> points) {
        return points.stream().allMatch(p -> p.costHolds() && p.qualityHolds() && p.agreementHolds());
    }

    /** The promise of the intervals: all points of a new sample at once, in 95 of 100. Bar: 27 of these 30. */
    @Test
    void newRecordsKeepThePromise() {
        int kept = 0;
        for (long seed = 1; seed <= 30; seed++) {
            DepthFrontier frontier = frontier(ExitScore.PROBE, MadeUp.records(seed, RECORDS, 3, 3, 0.4));
            StoppingTable fresh = MadeUp.records(1000 + seed, RECORDS, 3, 3, 0.4);
            kept += holds(PointMeasurement.of(frontier, point -> fresh, RECORDS)) ? 1 : 0;
        }
        assertThat(kept).isGreaterThanOrEqualTo(27);
    }

    /** Records that need more depth than those that the frontier was made of break it, or it promises nothing. */
    @Test
    void recordsOfAnotherKindDoNot() {
        DepthFrontier frontier = frontier(ExitScore.PROBE, MadeUp.records(1, RECORDS, 3, 2, 0.4));
        StoppingTable harder = MadeUp.records(1001, RECORDS, 3, 3, 0.4);
        assertThat(holds(PointMeasurement.of(frontier, point -> harder, RECORDS)))
                .isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aScoreThatKnowsGivesACurve(long seed) {
        StoppingTable table = MadeUp.records(seed, 2000, 4, 4, 0.5);
        DepthFrontier frontier = frontier(ExitScore.PROBE, table);
        assertThat(frontier.size()).as("seed %d", seed).isBetween(8, DepthFrontier.MOST_POINTS);
        ReferenceCurves references = ReferenceCurves.of(table, table);
        for (OperatingPoint point : frontier.points()) {
            double cost = point.cost().mean();
            double quality = point.quality().mean();
            assertThat(quality)
                    .as("seed %d, %s", seed, point)
                    .isGreaterThan(references.fixed().at(cost) - 0.01);
            assertThat(quality)
                    .as("seed %d, %s", seed, point)
                    .isGreaterThan(references.single().at(cost) - 0.015);
        }
        double half = frontier.point(frontier.size() / 2).cost().mean();
        assertThat(frontier.point(frontier.size() / 2).quality().mean())
                .as("seed %d: half-way, knowing is worth something", seed)
                .isGreaterThan(references.random().at(half) + 0.05);
    }

    /** Three records of a thousand are right at full depth only, and no score tells: nothing proved, but not to be given away. */
    @Test
    void whereDepthPaysFullDepthEndsTheFrontier() {
        int records = 1000;
        float[][] scores = new float[2][records];
        double[][] quality = new double[3][records];
        double[][] cost = new double[3][records];
        double[] ones = new double[records];
        for (int r = 0; r < records; r++) {
            ones[r] = 1;
            quality[0][r] = r < 600 ? 1 : 0;
            quality[1][r] = r < 997 ? 1 : 0;
            quality[2][r] = 1;
            scores[0][r] = r < 600 ? 0.9f : 0.1f;
            scores[1][r] = 0.9f;
            for (int c = 0; c < 3; c++) {
                cost[c][r] = 3 + c;
            }
        }
        DepthFrontier frontier = frontier(
                ExitScore.PROBE,
                new StoppingTable(
                        scores, new Measure(quality, ones), MadeUp.settled(quality), new Measure(cost, ones)));
        int richest = frontier.richest();
        assertThat(frontier.point(richest).thresholds()).containsOnly(Float.POSITIVE_INFINITY);
        assertThat(frontier.point(richest).quality().mean()).isEqualTo(1);
        assertThat(frontier.point(richest - 1).quality().mean()).isBetween(0.99, 0.999);
        assertThat(frontier.point(richest - 1).cost().mean()).isLessThan(3.5);
    }

    /** The last two depths are worse than the third: the richest point stops no record there. */
    @Test
    void theBestDepthEndsTheFrontierWhereTheLastIsWorse() {
        int records = 1000;
        float[][] scores = new float[4][records];
        double[][] quality = new double[5][records];
        double[][] cost = new double[5][records];
        double[] ones = new double[records];
        double[] right = {0.6, 0.9, 0.95, 0.94, 0.93};
        for (int r = 0; r < records; r++) {
            ones[r] = 1;
            for (int c = 0; c < 5; c++) {
                quality[c][r] = r < right[c] * records ? 1 : 0;
                cost[c][r] = c == 0 ? 0.25 : c + 0.25;
                if (c < 4) {
                    scores[c][r] = (r * 7919 % records) / (float) records;
                }
            }
        }
        DepthFrontier frontier = frontier(
                ExitScore.PROBE,
                new StoppingTable(
                        scores, new Measure(quality, ones), MadeUp.settled(quality), new Measure(cost, ones)));
        OperatingPoint richest = frontier.point(frontier.richest());
        assertThat(richest.quality().mean()).isCloseTo(0.95, within(0.003));
        assertThat(richest.cost().mean()).isLessThan(2.3);
        assertThat(frontier.point(0).cost().mean()).isEqualTo(0.25);
    }

    /** An exit before the first layer and after each of twelve: thresholds at thirteen depths, in a few seconds. */
    @Test
    void thirteenDepthsKeepThePromiseToo() {
        DepthFrontier frontier = frontier(ExitScore.CONFIDENCE, MadeUp.records(1, 1500, 13, 12, 0.5));
        StoppingTable fresh = MadeUp.records(1001, 1500, 13, 12, 0.5);
        assertThat(frontier.size()).isBetween(8, DepthFrontier.MOST_POINTS);
        assertThat(holds(PointMeasurement.of(frontier, point -> fresh, 1500))).isTrue();
        double half = frontier.point(frontier.size() / 2).cost().mean();
        ReferenceCurves references = ReferenceCurves.of(fresh, fresh);
        assertThat(frontier.point(frontier.size() / 2).quality().mean())
                .isGreaterThan(references.fixed().at(half) + 0.05)
                .isGreaterThan(references.random().at(half) + 0.05);
    }

    /** All records are answered after one cycle but for a few that change their mind, and the score does not know them. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void dataThatGainsNothingKeepsOnePoint(long seed) {
        DepthFrontier frontier = frontier(ExitScore.PROBE, MadeUp.records(seed, 1000, 4, 1, 0));
        assertThat(frontier.size()).as("seed %d", seed).isLessThanOrEqualTo(2);
        assertThat(frontier.point(0).cost().mean()).as("seed %d", seed).isLessThan(3.05);
    }

    @Test
    void withoutAScoreThereAreFixedDepthsOnly() {
        DepthFrontier frontier = frontier(ExitScore.NONE, MadeUp.records(1, 1000, 4, 4, 0.5));
        assertThat(frontier.points()).extracting(p -> p.thresholds().size()).containsOnly(3);
        assertThat(frontier.size()).isBetween(3, 4);
        assertThat(frontier.policy(1).decide(new ExitSignal(1, 0, 0))).isEmpty();
    }

    /** One cycle, three gates: the gate is the dial. */
    @Test
    void gatesAreADialOfTheirOwn() {
        StoppingTable deep = MadeUp.records(1, 1000, 3, 3, 0.5);
        List<Dial> dials = List.of(
                new Dial(OptionalDouble.of(0.2), onlyCycle(deep, 0)),
                new Dial(OptionalDouble.of(0.5), onlyCycle(deep, 1)),
                new Dial(OptionalDouble.of(0.8), onlyCycle(deep, 2)));
        DepthFrontier frontier = new FrontierSearch(ExitScore.NONE, dials, 1).frontier();
        assertThat(frontier.points())
                .extracting(p -> p.gateThreshold().orElseThrow())
                .containsExactly(0.2, 0.5, 0.8);
        assertThat(frontier.maxCycles()).isEqualTo(1);
    }

    private static StoppingTable onlyCycle(StoppingTable table, int cycle) {
        return new StoppingTable(
                new float[0][],
                only(table.quality(), cycle),
                MadeUp.settled(new double[][] {table.quality().value()[cycle]}),
                only(table.cost(), cycle));
    }

    private static Measure only(Measure measure, int cycle) {
        return new Measure(new double[][] {measure.value()[cycle]}, measure.weight());
    }

    @Test
    void theScoreThatKnowsWins() {
        StoppingTable knows = MadeUp.records(1, 1000, 4, 4, 0.5);
        StoppingTable blind = new StoppingTable(
                MadeUp.records(2, 1000, 4, 4, 0.5).scores(), knows.quality(), knows.agreement(), knows.cost());
        FrontierChoice choice = FrontierChoice.of(
                Map.of(
                        ExitScore.NONE, dials(blind),
                        ExitScore.CONFIDENCE, dials(blind),
                        ExitScore.ZERO_PROBE, dials(knows)),
                3);
        assertThat(choice.frontier().score()).isEqualTo(ExitScore.ZERO_PROBE);
        assertThat(choice.merits().keySet())
                .containsExactlyInAnyOrder(ExitScore.NONE, ExitScore.CONFIDENCE, ExitScore.ZERO_PROBE);
    }

    @Test
    void theSameSeedGivesTheSameFrontier() {
        StoppingTable table = MadeUp.records(1, 300, 3, 3, 0.5);
        assertThat(frontier(ExitScore.PROBE, table)).isEqualTo(frontier(ExitScore.PROBE, table));
    }
}
