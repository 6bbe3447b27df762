package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.DepthZero;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.depth.frontier.PointMeasurement;
import io.fathom.model.depth.frontier.StoppingTable;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.Projections;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.SignalLayout;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.ZeroToken;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * An encoder with an exit after each of its layers, behind an n-gram model, made up: every exit sees the truth through noise that
 * falls until the third last layer and rises then; the n-gram model through noise of its own.
 */
class DepthStudyTest {
    private static final int LAYERS = 6;
    private static final List<String> LABELS = List.of("a", "b", "c", "d", "oos");
    private static final Architecture ARCHITECTURE = new Architecture(
            new TokenInput(10, 8, 0),
            8,
            2,
            new LayerStack(false, 1, false, LAYERS, false),
            new Projections.Dense(16, true),
            ZeroToken.NONE,
            false,
            new Readout.Labels(LABELS.size(), Readout.Pooling.MEAN));

    /** Records with what every exit and the n-gram model says of them. */
    private static final class Made {
        final ExitLogits exits;
        final NgramScores ngrams;
        final TrainingSet records;

        /** @param knows how much of the truth the n-gram model sees: 1 for all, 0 for nothing, through noise in any case */
        Made(long seed, int count, double knows) {
            SplittableRandom random = new SplittableRandom(seed);
            float[][][] logits = new float[LAYERS][count][LABELS.size()];
            float[][] said = new float[count][LABELS.size()];
            int[] tokens = new int[count];
            double[][] layers = new double[LAYERS][count];
            List<LabelledText> texts = IntStream.range(0, count)
                    .mapToObj(r -> {
                        int label = random.nextInt(LABELS.size());
                        double clear = 1 + 4 * random.nextDouble(); // some records are plain, others are not
                        tokens[r] = 3 + random.nextInt(12);
                        for (int k = 0; k < LABELS.size(); k++) {
                            double truth = k == label ? clear : 0;
                            said[r][k] = (float) (3 * (knows * truth + 1.1 * random.nextGaussian()));
                            for (int c = 0; c < LAYERS; c++) {
                                double noise = 2.5 - 0.4 * (c + 1) + (c > 3 ? 0.8 * (c - 3) : 0);
                                logits[c][r][k] = (float) (truth + noise * random.nextGaussian());
                                layers[c][r] = (c + 1) * tokens[r];
                            }
                        }
                        logSoftmax(said[r]);
                        return new LabelledText(LABELS.get(label), "text " + r);
                    })
                    .toList();
            records = new TrainingSet(texts, LABELS, "oos", 8, (text, dropout, draws) -> new int[] {1});
            exits = new ExitLogits(logits, new float[LAYERS][count][SignalLayout.HEADS], tokens, layers);
            ngrams = new NgramScores(said, 0.25);
        }

        private static void logSoftmax(float[] scores) {
            double sum = 0;
            for (float score : scores) {
                sum += Math.exp(score);
            }
            for (int k = 0; k < scores.length; k++) {
                scores[k] -= (float) Math.log(sum);
            }
        }

        DepthStudy study() {
            return new DepthStudy(exits, records, ARCHITECTURE, calibration -> List.of(), 0.01, 0.002);
        }

        /** What stopping gives on these records, nothing fitted. */
        StoppingTable table(DepthCalibration of) {
            ExitLogits logits = exits.withDepthZero(ngrams);
            ExitOutcomes outcomes =
                    ExitOutcomes.of(logits, of.calibration(), records.outOfScope(), records.labelIndices());
            ExitScore score = of.frontier().frontier().score();
            Map<ProbeInputs, float[][]> told = new EnumMap<>(ProbeInputs.class);
            score.probe()
                    .ifPresent(inputs ->
                            told.put(inputs, ProbeFitting.told(outcomes, ExitProbe.among(of.probes(), inputs))));
            CostModel costs = DepthCosts.of(ARCHITECTURE, of.calibration());
            return StoppingTables.of(score, logits, outcomes, told, costs);
        }
    }

    @Test
    void depthZeroIsADepthLikeAnyOther() {
        Made dev = new Made(1, 700, 1);
        DepthCalibration found = dev.study().calibration(Optional.of(dev.ngrams));

        LabelCalibration calibration = found.calibration();
        DepthZero zero = calibration.depthZero().orElseThrow();
        assertThat(zero.temperature())
                .as("the n-gram model is three times too sure")
                .isGreaterThan(1.3f);
        assertThat(zero.tlopsPerToken()).isEqualTo(0.25);
        assertThat(zero.mix()).hasSize(LAYERS).allMatch(weight -> weight > 0.05);
        assertThat(calibration.temperatures()).hasSize(LAYERS);
        assertThat(calibration.outOfScopeThresholds()).hasSize(LAYERS);

        DepthFrontier frontier = found.frontier().frontier();
        assertThat(frontier.firstDepth()).isZero();
        assertThat(frontier.maxCycles()).isEqualTo(LAYERS);
        assertThat(frontier.point(0).thresholds()).hasSize(LAYERS);
        assertThat(frontier.point(0).cost().mean())
                .as("all leave before the first layer")
                .isCloseTo(0.25, within(0.02));
        assertThat(found.quality())
                .containsKeys("dev.cycles0.accuracy", "dev.cycles6.outOfScopeRecall")
                .hasEntrySatisfying(
                        "dev.policy.depthZeroShare", share -> assertThat(share).isBetween(0.1, 0.9));
        assertThat(found.comparison().row("fixed").curve()).hasSize(LAYERS + 1);
        assertThat(found.comparison().row("fixed").curve().get(0).layers()).isZero();
    }

    /** The layers after the fourth only do harm: what is best is the measure, and what is recommended lies on the frontier. */
    @Test
    void theRecommendedPolicyIsAPointThatIsAsGoodAsTheBestDepth() {
        Made dev = new Made(2, 700, 1);
        DepthCalibration found = dev.study().calibration(Optional.of(dev.ngrams));
        assertThat(found.choice().policy()).isInstanceOf(ExitPolicy.Point.class);
        assertThat(found.choice().best().cycles()).isEqualTo(4);
        assertThat(found.choice().point().quality())
                .isGreaterThanOrEqualTo(found.choice().best().quality() - 0.002);
        assertThat(found.choice().point().layers()).isLessThan(3);
        assertThat(found.advice()).contains("depth zero gets").contains("Deploy point:");
    }

    /** Records of the same kind that nothing was fitted to keep what every point promises; bar: 2 of 3 seeds. */
    @Test
    void newRecordsKeepThePromise() {
        int kept = 0;
        for (long seed = 1; seed <= 3; seed++) {
            Made dev = new Made(seed, 800, 1);
            DepthCalibration found = dev.study().calibration(Optional.of(dev.ngrams));
            StoppingTable fresh = new Made(100 + seed, 800, 1).table(found);
            List<PointMeasurement> points =
                    PointMeasurement.of(found.frontier().frontier(), point -> fresh, fresh.records());
            kept += points.stream().allMatch(p -> p.costHolds() && p.qualityHolds() && p.agreementHolds()) ? 1 : 0;
        }
        assertThat(kept).isGreaterThanOrEqualTo(2);
    }

    /** Depth zero costs what every record pays; where it knows nothing it is not worth that. */
    @Test
    void depthZeroPaysWhereItKnowsSomething() {
        Made knows = new Made(3, 500, 1);
        assertThat(with(knows).paysBeside(without(knows))).isTrue();
        Made blind = new Made(3, 500, 0);
        assertThat(with(blind).calibration().depthZero().orElseThrow().mix()).allMatch(weight -> weight < 0.1);
        assertThat(with(blind).paysBeside(without(blind))).isFalse();
    }

    private static DepthCalibration with(Made made) {
        return made.study().calibration(Optional.of(made.ngrams));
    }

    private static DepthCalibration without(Made made) {
        return made.study().calibration(Optional.empty());
    }
}
