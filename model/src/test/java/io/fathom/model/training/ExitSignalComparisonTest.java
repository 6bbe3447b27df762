package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.budget.CostModel;
import io.fathom.model.depth.ExitFeatures;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.depth.ProbeInputs;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On made-up outcomes whose truth is known. */
class ExitSignalComparisonTest {
    private static final int CYCLES = 4;
    private static final CostModel COSTS = CostModel.headTail(2);

    /**
     * Records that are settled from a cycle of their own on, and right from then on. One head knows it with some noise, the
     * other knows the opposite, so that their mean knows nothing; the confidence knows nothing either.
     *
     * @param deepest least cycle after which all are settled; 1 for data that does not profit from depth
     */
    private static ExitOutcomes outcomes(long seed, int records, int deepest) {
        SplittableRandom random = new SplittableRandom(seed);
        ExitSignal[][] signals = new ExitSignal[CYCLES][records];
        ExitFeatures[][] features = new ExitFeatures[CYCLES][records];
        boolean[][] settled = new boolean[CYCLES][records];
        double[][] quality = new double[CYCLES][records];
        for (int r = 0; r < records; r++) {
            int needs = 1 + random.nextInt(deepest);
            for (int c = 0; c < CYCLES; c++) {
                settled[c][r] = c + 1 >= needs;
                quality[c][r] = settled[c][r] ? 1 : 0;
                float knows = clip((settled[c][r] ? 0.7 : 0.3) + 0.1 * random.nextGaussian());
                float mean = clip(0.5 + 0.05 * random.nextGaussian());
                float confidence = clip(0.8 + 0.05 * random.nextGaussian());
                features[c][r] = new ExitFeatures(new float[] {knows, clip(2 * mean - knows)}, confidence);
                signals[c][r] = new ExitSignal(c + 1, mean, mean, confidence, 1 - confidence, c, Float.NaN);
            }
        }
        return new ExitOutcomes(signals, features, settled, quality);
    }

    private static float clip(double value) {
        return (float) Math.max(0.001, Math.min(0.999, value));
    }

    private static ExitSignalComparison compare(ExitOutcomes outcomes) {
        Map<ProbeInputs, float[][]> told = new EnumMap<>(ProbeInputs.class);
        for (ProbeInputs inputs : ProbeInputs.values()) {
            told.put(inputs, ProbeFitting.crossFitted(outcomes, inputs, 5));
        }
        return ExitSignalComparison.of(outcomes, told, COSTS);
    }

    /** Healthy: area above 0.95 for probes that see the heads, 0.5 ± 0.07 for the mean and for the confidence. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aProbeSeesWhatTheMeanHides(long seed) {
        ExitSignalComparison comparison = compare(outcomes(seed, 1500, CYCLES));
        for (int c = 0; c < CYCLES - 1; c++) {
            assertThat(comparison.row("probe").areaUnderCurve().get(c))
                    .as("seed %d", seed)
                    .isGreaterThan(0.95);
            assertThat(comparison.row("zero-probe").areaUnderCurve().get(c))
                    .as("seed %d", seed)
                    .isGreaterThan(0.95);
            for (String blind : new String[] {"zero-attention", "confidence", "confidence-probe"}) {
                assertThat(comparison.row(blind).areaUnderCurve().get(c))
                        .as("%s, seed %d", blind, seed)
                        .isCloseTo(0.5, within(0.07));
            }
        }
        ExitPoint sparesTheTail = comparison.row("zero-probe").cheapest(0.98).orElseThrow();
        assertThat(sparesTheTail.cycles()).isLessThan(3.2);
        assertThat(sparesTheTail.layers())
                .isLessThan(comparison.row("probe").cheapest(0.98).orElseThrow().layers());
        double atRandom = comparison.row("random").qualityWithin(sparesTheTail.cycles());
        assertThat(sparesTheTail.quality()).isGreaterThan(atRandom + 0.05);
    }

    @Test
    void dataThatDoesNotProfitFromDepthGetsAFixedDepth() {
        ExitSignalComparison flat = compare(outcomes(4, 400, 1));
        assertThat(ExitChoice.of(flat, List.of(), 0.005).policy()).isEqualTo(new ExitPolicy.Fixed(1));
        ExitSignalComparison shallow = compare(outcomes(4, 400, 2));
        ExitChoice choice = ExitChoice.of(shallow, List.of(), 0);
        assertThat(choice.fixed().policy()).isEqualTo(new ExitPolicy.Fixed(2));
        assertThat(choice.point().layers()).isLessThanOrEqualTo(choice.fixed().layers());
    }

    /** The cheapest point of the frontier that is good enough, and no other; the best depth is the measure, not the last. */
    @Test
    void thePolicyIsAPointOfTheFrontier() {
        ExitSignalComparison comparison = compare(outcomes(7, 500, CYCLES));
        List<ExitPoint> frontier =
                List.of(point(0, 1, 0.9), point(1, 2.1, 0.981), point(2, 2.4, 0.9985), point(3, 3.9, 1));
        ExitChoice choice = ExitChoice.of(comparison, frontier, 0.002);
        assertThat(choice.policy()).isEqualTo(new ExitPolicy.Point(2));
        assertThat(choice.fixed().policy()).isEqualTo(new ExitPolicy.Fixed(CYCLES));
        assertThat(choice.best().quality()).isEqualTo(1);
        assertThat(ExitChoice.of(comparison, frontier, 0.02).policy()).isEqualTo(new ExitPolicy.Point(1));
        ExitChoice none = ExitChoice.of(comparison, frontier.subList(0, 2), 0.002);
        assertThat(none.policy()).as("no point is good enough").isEqualTo(new ExitPolicy.Fixed(CYCLES));
        List<ExitPoint> better = List.of(point(0, 1, 0.9), point(1, 2.1, 1.05));
        assertThat(ExitChoice.of(comparison, better, 0.002).policy())
                .as("no fixed depth is good enough")
                .isEqualTo(new ExitPolicy.Point(1));
    }

    private static ExitPoint point(int index, double cycles, double quality) {
        return new ExitPoint(new ExitPolicy.Point(index), cycles, 2 + 2 * cycles, quality);
    }

    @Test
    void pointsCountCyclesLayersAndQuality() {
        ExitOutcomes outcomes = outcomes(6, 500, CYCLES);
        ExitSignalComparison comparison = compare(outcomes);
        ExitPoint second = comparison.row("fixed").curve().get(1);
        assertThat(second.cycles()).isEqualTo(2);
        assertThat(second.layers()).as("head, two cycles of two layers, tail").isEqualTo(6);
        assertThat(second.quality()).isCloseTo(outcomes.meanQuality(2), within(1e-12));
        ExitPoint patient = comparison.row("patience").curve().get(0);
        assertThat(patient.policy()).isEqualTo(new ExitPolicy.Patience(1));
        assertThat(patient.cycles()).as("the made-up answers never change").isEqualTo(2);
        assertThat(patient.layers()).as("the tail after both cycles").isEqualTo(7);
    }

    @Test
    void exitsAtRandomAreTheMeanOverAllDepths() {
        double[] quality = {0.2, 0.4, 0.9};
        ExitPoint half = ExitPoint.atRandom(0.5, 1, quality, COSTS);
        assertThat(half.cycles()).isCloseTo(0.5 + 2 * 0.25 + 3 * 0.25, within(1e-12));
        assertThat(half.quality()).isCloseTo(0.5 * 0.2 + 0.25 * 0.4 + 0.25 * 0.9, within(1e-12));
        assertThat(ExitPoint.atRandom(0, 1, quality, COSTS).cycles()).isEqualTo(3);
        assertThat(ExitPoint.atRandom(1, 1, quality, COSTS).quality()).isEqualTo(0.2);
    }

    /** Noise that means nothing must not look like knowledge: that is what cross-fitting is for. */
    @Test
    void crossFittingIsNotFooledByManyNumbersAndFewRecords() {
        SplittableRandom random = new SplittableRandom(9);
        int records = 60;
        ExitOutcomes known = outcomes(9, records, CYCLES);
        ExitFeatures[][] noise = new ExitFeatures[CYCLES][records];
        for (ExitFeatures[] cycle : noise) {
            for (int r = 0; r < records; r++) {
                float[] heads = new float[30];
                for (int h = 0; h < heads.length; h++) {
                    heads[h] = (float) random.nextDouble();
                }
                cycle[r] = new ExitFeatures(heads, (float) random.nextDouble());
            }
        }
        ExitOutcomes outcomes = new ExitOutcomes(known.signals(), noise, known.settled(), known.quality());
        float[][] fitted = ProbeFitting.told(outcomes, ProbeFitting.fit(outcomes, ProbeInputs.BOTH));
        float[][] crossFitted = ProbeFitting.crossFitted(outcomes, ProbeInputs.BOTH, 1);
        assertThat(area(fitted[1], outcomes)).as("on its own data").isGreaterThan(0.85);
        assertThat(area(crossFitted[1], outcomes)).as("on unseen data").isLessThan(0.7);
    }

    private static double area(float[] told, ExitOutcomes outcomes) {
        double[] scores = new double[told.length];
        for (int r = 0; r < told.length; r++) {
            scores[r] = told[r];
        }
        return RankingQuality.areaUnderCurve(scores, outcomes.settled()[1]);
    }

    @Test
    void aModelOfOneCycleHasDepthsOnly() {
        ExitOutcomes all = outcomes(3, 20, 1);
        ExitOutcomes one = new ExitOutcomes(
                new ExitSignal[][] {all.signals()[0]},
                new ExitFeatures[][] {all.features()[0]},
                new boolean[][] {all.settled()[0]},
                new double[][] {all.quality()[0]});
        assertThat(DepthCalibration.inputs(one)).isEmpty();
        ExitSignalComparison comparison = ExitSignalComparison.of(one, Map.of(), COSTS);
        assertThat(ExitChoice.of(comparison, List.of(), 0.005).policy()).isEqualTo(new ExitPolicy.Fixed(1));
    }
}
