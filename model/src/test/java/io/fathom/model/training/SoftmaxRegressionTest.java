package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxRegressionTest {
    private static final int WIDTH = 4;
    private static final int LABELS = 3;

    /** At the minimum no direction leads down: against the objective in plain loops and its differences. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void endsWhereNoDirectionLeadsDown(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[60 * WIDTH];
        int[] y = new int[60];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % WIDTH == 3 ? 1 : (float) random.nextGaussian(); // the last feature is constant
        }
        for (int r = 0; r < y.length; r++) {
            y[r] = r == 0 ? 2 : random.nextInt(2); // a label with one record
        }
        double[] at = fit(x, y, 1);
        double least = objective(x, y, at, 1);
        for (int i = 0; i < at.length; i++) {
            for (double step : new double[] {-0.5, 0.5}) {
                double[] beside = at.clone();
                beside[i] += step;
                assertThat(objective(x, y, beside, 1)).as("coordinate %d", i).isGreaterThan(least);
            }
        }
    }

    /** Records that a line parts are parted; L2 keeps the weights finite, and more of it keeps them smaller. */
    @Test
    void partsWhatCanBeParted() {
        float[] x = {-1, 0, 0, 0, -2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0};
        int[] y = {0, 0, 1, 1};
        double[] weak = fit(x, y, 0.01);
        double[] strong = fit(x, y, 10);
        assertThat(weak[WIDTH] - weak[0]).isGreaterThan(4 * (strong[WIDTH] - strong[0]));
        assertThat(strong[WIDTH] - strong[0]).isPositive();
    }

    @Test
    void aWarmStartEndsAtTheSamePoint() {
        SplittableRandom random = new SplittableRandom(9);
        float[] x = new float[40 * WIDTH];
        int[] y = new int[40];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int r = 0; r < y.length; r++) {
            y[r] = random.nextInt(LABELS);
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            SoftmaxRegression regression =
                    new SoftmaxRegression(manager, manager.create(x, new Shape(40, WIDTH)), y, LABELS);
            double[] cold = regression.fit(2, SoftmaxRegression.zeros(LABELS, WIDTH));
            double[] warm = regression.fit(2, regression.fit(50, SoftmaxRegression.zeros(LABELS, WIDTH)));
            assertThat(objective(x, y, warm, 2)).isCloseTo(objective(x, y, cold, 2), within(0.02));
        }
    }

    private static double[] fit(float[] x, int[] y, double l2) {
        try (NDManager manager = NDManager.newBaseManager()) {
            return new SoftmaxRegression(manager, manager.create(x, new Shape(y.length, WIDTH)), y, LABELS)
                    .fit(l2, SoftmaxRegression.zeros(LABELS, WIDTH));
        }
    }

    private static double objective(float[] x, int[] y, double[] at, double l2) {
        double sum = 0;
        for (int i = 0; i < LABELS * WIDTH; i++) {
            sum += l2 / 2 * at[i] * at[i];
        }
        for (int r = 0; r < y.length; r++) {
            double total = 0;
            double own = 0;
            for (int k = 0; k < LABELS; k++) {
                double logit = at[LABELS * WIDTH + k];
                for (int j = 0; j < WIDTH; j++) {
                    logit += at[k * WIDTH + j] * x[r * WIDTH + j];
                }
                total += Math.exp(logit);
                own = k == y[r] ? logit : own;
            }
            sum += Math.log(total) - own;
        }
        return sum;
    }
}
