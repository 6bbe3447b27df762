package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.training.MixFitting.Mix;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixFittingTest {
    private static final int LABELS = 5;

    /** Records whose label is drawn from the softmax of a truth that both classifiers see through noise of their own. */
    private static final class Drawn {
        final float[][] logits;
        final float[][] ngrams;
        final int[] labels;

        /**
         * @param sharp factor that the network's logits are too large by
         * @param noise of the n-gram model; infinite for one that knows nothing
         */
        Drawn(long seed, int records, double sharp, double noise) {
            SplittableRandom random = new SplittableRandom(seed);
            logits = new float[records][LABELS];
            ngrams = new float[records][LABELS];
            labels = new int[records];
            for (int r = 0; r < records; r++) {
                double[] truth = new double[LABELS];
                double best = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < LABELS; k++) {
                    truth[k] = 2 * random.nextGaussian();
                    if (truth[k] > best) {
                        best = truth[k];
                        labels[r] = k;
                    }
                }
                for (int k = 0; k < LABELS; k++) {
                    logits[r][k] = (float) (sharp * (truth[k] + 2 * random.nextGaussian()));
                    ngrams[r][k] = (float)
                            ((Double.isInfinite(noise) ? 0 : truth[k]) + Math.min(noise, 3) * random.nextGaussian());
                }
                normalise(ngrams[r]);
            }
        }

        private static void normalise(float[] s) {
            double sum = 0;
            for (float x : s) {
                sum += Math.exp(x);
            }
            for (int k = 0; k < s.length; k++) {
                s[k] -= (float) Math.log(sum);
            }
        }

        double loss(Mix mix) {
            float[][] scores = new float[labels.length][LABELS];
            for (int r = 0; r < scores.length; r++) {
                for (int k = 0; k < LABELS; k++) {
                    scores[r][k] = logits[r][k] / mix.temperature() + mix.mix() * ngrams[r][k];
                }
            }
            return Calibrator.negativeLogLikelihood(scores, labels, 1);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void onNewRecordsTheMixIsNoWorseThanEither(long seed) {
        for (double noise : new double[] {0.5, 2, 6, Double.POSITIVE_INFINITY}) {
            Drawn held = new Drawn(seed, 1000, 3, noise);
            Drawn fresh = new Drawn(100 + seed, 3000, 3, noise);
            Mix mix = MixFitting.fit(held.logits, held.ngrams, held.labels);
            double alone = Calibrator.negativeLogLikelihood(
                    fresh.logits, fresh.labels, Calibrator.temperature(held.logits, held.labels));
            double zero = Calibrator.negativeLogLikelihood(
                    fresh.ngrams, fresh.labels, Calibrator.temperature(held.ngrams, held.labels));
            assertThat(fresh.loss(mix))
                    .as("seed %d, noise %s, %s", seed, noise, mix)
                    .isLessThan(Math.min(alone, zero) + 0.002);
        }
    }

    @Test
    void twoWhoErrOnDifferentRecordsAreBetterTogether() {
        Drawn held = new Drawn(1, 2000, 1, 2);
        Mix mix = MixFitting.fit(held.logits, held.ngrams, held.labels);
        assertThat(1 / mix.temperature()).as("both are as good").isCloseTo(mix.mix(), within(0.15f));
        assertThat(held.loss(mix))
                .isLessThan(0.95
                        * Calibrator.negativeLogLikelihood(
                                held.logits, held.labels, Calibrator.temperature(held.logits, held.labels)));
    }

    /** Against a plain search of a fine grid. */
    @Test
    void itIsTheMinimum() {
        Drawn held = new Drawn(3, 300, 0.5, 3);
        Mix mix = MixFitting.fit(held.logits, held.ngrams, held.labels);
        double best = Double.POSITIVE_INFINITY;
        for (double sharpness = 0.05; sharpness < 4; sharpness += 0.02) {
            for (double m = 0; m < 2; m += 0.02) {
                best = Math.min(best, held.loss(new Mix((float) (1 / sharpness), (float) m)));
            }
        }
        assertThat(held.loss(mix)).isLessThan(best + 1e-3); // the prior weighs as much as one record
    }

    @Test
    void whatKnowsNothingHasNoWeight() {
        Drawn held = new Drawn(4, 2000, 3, Double.POSITIVE_INFINITY);
        Mix mix = MixFitting.fit(held.logits, held.ngrams, held.labels);
        assertThat(mix.mix()).isBetween(0f, 0.05f);
        assertThat((double) mix.temperature()).isCloseTo(Calibrator.temperature(held.logits, held.labels), within(0.2));
    }

    /** An n-gram model that says the opposite of the truth is left out, and never turned around. */
    @Test
    void whatMisleadsIsLeftOut() {
        Drawn held = new Drawn(5, 500, 1, 2);
        for (float[] row : held.ngrams) {
            for (int k = 0; k < row.length; k++) {
                row[k] = -row[k];
            }
        }
        Mix mix = MixFitting.fit(held.logits, held.ngrams, held.labels);
        assertThat(mix.mix()).isZero();
    }

    /** A network that knows nothing: the temperature ends at its bound, and the answer is the n-gram model's. */
    @Test
    void aNetworkThatKnowsNothingLeavesTheAnswerToTheOther() {
        Drawn held = new Drawn(6, 1000, 1, 0.5);
        SplittableRandom random = new SplittableRandom(6);
        for (float[] row : held.logits) {
            for (int k = 0; k < row.length; k++) {
                row[k] = (float) random.nextGaussian();
            }
        }
        Mix mix = MixFitting.fit(held.logits, held.ngrams, held.labels);
        double alone = Calibrator.negativeLogLikelihood(
                held.ngrams, held.labels, Calibrator.temperature(held.ngrams, held.labels));
        assertThat(held.loss(mix)).isCloseTo(alone, within(0.01));
    }

    /** Few records, all right by far: without a prior both numbers would grow without end. */
    @Test
    void fewRecordsThatCanBeSeparatedGiveNumbers() {
        float[][] logits = {{9, 0}, {0, 9}, {8, 1}};
        float[][] ngrams = {{-0.01f, -4}, {-4, -0.01f}, {-0.01f, -4}};
        Mix mix = MixFitting.fit(logits, ngrams, new int[] {0, 1, 0});
        assertThat(mix.temperature()).isBetween(0.049f, 20.1f);
        assertThat(mix.mix()).isBetween(0f, 3f);
        Mix one = MixFitting.fit(new float[][] {{0, 0}}, new float[][] {{-0.7f, -0.7f}}, new int[] {1});
        assertThat(one.temperature()).isFinite().isPositive();
        assertThat(one.mix()).isFinite();
    }
}
