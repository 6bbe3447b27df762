package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.depth.LogisticModel;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticRegressionTest {
    private static final int WIDTH = 4;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sample(double[][] x, boolean[] y) {}

    /** Numbers of different sizes, one of them twice, and labels that depend on two of them. */
    private static Sample sample(long seed, int size) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = new double[size][WIDTH];
        boolean[] y = new boolean[size];
        for (int i = 0; i < size; i++) {
            x[i][0] = 100 + 10 * random.nextGaussian();
            x[i][1] = 0.01 * random.nextGaussian();
            x[i][2] = x[i][0];
            x[i][3] = 7; // never varies
            double score = (x[i][0] - 100) / 10 - 200 * x[i][1] + 0.3;
            y[i] = random.nextDouble() < 1 / (1 + Math.exp(-score));
        }
        return new Sample(x, y);
    }

    /** With an unregularised bias, mean probability equals the share: one of the conditions of the minimum. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isCalibratedOnItsOwnData(long seed) {
        Sample sample = sample(seed, 400);
        LogisticModel model = LogisticRegression.fit(sample.x, sample.y, WIDTH, 1);
        double mean = 0;
        double share = 0;
        for (int i = 0; i < sample.x.length; i++) {
            mean += model.probability(sample.x[i]) / sample.x.length;
            share += sample.y[i] ? 1.0 / sample.x.length : 0;
        }
        assertThat(mean).as("seed %d", seed).isCloseTo(share, within(1e-4));
        assertThat((double) model.weights().get(0))
                .as("seed %d: doubled numbers share their weight", seed)
                .isCloseTo(model.weights().get(2), within(1e-6));
        assertThat(model.weights().get(3)).isZero();
    }

    @Test
    void findsTheWeightsThatMadeTheLabels() {
        Sample sample = sample(7, 20_000);
        LogisticModel model = LogisticRegression.fit(sample.x, sample.y, WIDTH, 1);
        assertThat(2.0 * model.weights().get(0)).isCloseTo(0.1, within(0.01));
        assertThat((double) model.weights().get(1)).isCloseTo(-200, within(12.0));
    }

    /** No other weights nearby have less loss: it is the minimum. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void isTheMinimum(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 60;
        double[][] x = new double[n][2];
        boolean[] y = new boolean[n];
        for (int i = 0; i < n; i++) {
            double a = random.nextGaussian();
            x[i] = new double[] {a, random.nextGaussian()};
            y[i] = a + random.nextGaussian() > 0;
        }
        standardise(x);
        LogisticModel model = LogisticRegression.fit(x, y, 2, 0.5);
        double[] at = {model.bias(), model.weights().get(0), model.weights().get(1)};
        double least = loss(x, y, at, 0.5);
        for (int trial = 0; trial < 200; trial++) {
            double[] near = at.clone();
            for (int j = 0; j < near.length; j++) {
                near[j] += 0.05 * random.nextGaussian();
            }
            assertThat(loss(x, y, near, 0.5)).as("seed %d", seed).isGreaterThan(least - 1e-6);
        }
    }

    private static void standardise(double[][] x) {
        for (int j = 0; j < x[0].length; j++) {
            double mean = 0;
            double variance = 0;
            for (double[] row : x) {
                mean += row[j] / x.length;
            }
            for (double[] row : x) {
                variance += (row[j] - mean) * (row[j] - mean) / x.length;
            }
            for (double[] row : x) {
                row[j] = (row[j] - mean) / Math.sqrt(variance);
            }
        }
    }

    private static double loss(double[][] x, boolean[] y, double[] w, double ridge) {
        double sum = ridge / 2 * (w[1] * w[1] + w[2] * w[2]);
        for (int i = 0; i < x.length; i++) {
            double score = w[0] + w[1] * x[i][0] + w[2] * x[i][1];
            sum += Math.log1p(Math.exp(y[i] ? -score : score));
        }
        return sum;
    }

    @Test
    void staysFiniteWhereTheClassesCanBeSeparated() {
        double[][] x = {{-2}, {-1}, {1}, {2}};
        boolean[] y = {false, false, true, true};
        LogisticModel model = LogisticRegression.fit(x, y, 1, 1e-3);
        assertThat(model.weights().get(0)).isFinite().isPositive();
        assertThat(model.probability(new double[] {2})).isGreaterThan(0.95f);
    }

    @Test
    void whereAllCasesAgreeItIsTheirSmoothedShare() {
        double[][] x = {{1}, {2}, {3}};
        LogisticModel always = LogisticRegression.fit(x, new boolean[] {true, true, true}, 1, 1);
        assertThat((double) always.probability(new double[] {-50})).isCloseTo(3.5 / 4, within(1e-6));
        assertThat(always.weights()).containsExactly(0f);
        LogisticModel never = LogisticRegression.fit(x, new boolean[3], 1, 1);
        assertThat((double) never.probability(new double[] {2})).isCloseTo(0.5 / 4, within(1e-6));
        LogisticModel nothing = LogisticRegression.fit(new double[0][], new boolean[0], 1, 1);
        assertThat((double) nothing.probability(new double[] {2})).isCloseTo(0.5, within(1e-6));
    }
}
