package io.fathom.model.depth.frontier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimalStoppingTest {
    private static final float NEVER = Float.POSITIVE_INFINITY;

    private static double objective(StoppingTable table, float[] thresholds, double price) {
        StoppingMeans mean = table.mean(table.stops(thresholds));
        return mean.quality() - price * mean.cost();
    }

    /** The best of all thresholds that there are. */
    private static double bruteForce(StoppingTable table, double price, float[] levels) {
        double best = Double.NEGATIVE_INFINITY;
        for (float[] thresholds : all(table.cycles() - 1, levels)) {
            best = Math.max(best, objective(table, thresholds, price));
        }
        return best;
    }

    private static List<float[]> all(int cycles, float[] levels) {
        if (cycles == 0) {
            return List.of(new float[0]);
        }
        List<float[]> all = new ArrayList<>();
        for (float[] shorter : all(cycles - 1, levels)) {
            for (float level : levels) {
                float[] longer = Arrays.copyOf(shorter, cycles);
                longer[cycles - 1] = level;
                all.add(longer);
            }
        }
        return all;
    }

    /**
     * Every record's score is one of four states that rise by chance from cycle to cycle; what an answer is worth depends on
     * the state alone and so does what is to come, which is what backward induction takes for granted.
     */
    private static StoppingTable chain(long seed, int cycles) {
        SplittableRandom random = new SplittableRandom(seed);
        double rise = 0.2 + 0.6 * random.nextDouble();
        double[] worth = {0.1 * random.nextDouble(), 0.3, 0.7 + 0.1 * random.nextDouble(), 1};
        List<int[]> paths = new ArrayList<>(); // every path as often as it is likely, in 27ths and so on
        int records = 4000;
        float[][] scores = new float[cycles - 1][records];
        double[][] quality = new double[cycles][records];
        double[][] cost = new double[cycles][records];
        double[] ones = new double[records];
        Arrays.fill(ones, 1);
        for (int r = 0; r < records; r++) {
            int state = random.nextInt(3);
            int[] path = new int[cycles];
            for (int c = 0; c < cycles; c++) {
                path[c] = state;
                quality[c][r] = worth[state];
                cost[c][r] = 3 + c;
                if (c < cycles - 1) {
                    scores[c][r] = 0.2f + 0.2f * state;
                }
                state = Math.min(3, state + (random.nextDouble() < rise ? 1 : 0));
            }
            paths.add(path);
        }
        assertThat(paths).hasSize(records);
        return new StoppingTable(scores, new Measure(quality, ones), MadeUp.settled(quality), new Measure(cost, ones));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isAsGoodAsEveryRuleThatThereIs(long seed) {
        StoppingTable table = chain(seed, 4);
        float[] levels = {0, 0.3f, 0.5f, 0.7f, NEVER};
        OptimalStopping stopping = new OptimalStopping(table);
        for (double price : new double[] {0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.6}) {
            assertThat(objective(table, stopping.thresholds(price), price))
                    .as("seed %d, price %s", seed, price)
                    .isCloseTo(bruteForce(table, price, levels), within(1e-9));
        }
    }

    /** With one decision there is nothing to be trapped in, whatever the records. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void oneDecisionIsTheBestOfAllThresholds(long seed) {
        StoppingTable table = MadeUp.records(seed, 60, 2, 3, 0.3);
        float[] levels = Arrays.copyOf(table.scores()[0], 61);
        levels[60] = NEVER;
        OptimalStopping stopping = new OptimalStopping(table);
        for (double price = 0; price < 1; price += 0.05) {
            assertThat(objective(table, stopping.thresholds(price), price))
                    .as("seed %d, price %s", seed, price)
                    .isCloseTo(bruteForce(table, price, levels), within(1e-9));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isNeverWorseThanAFixedDepth(long seed) {
        for (double knows : new double[] {-0.5, 0, 0.3, 0.8}) { // -0.5: the score says the opposite
            StoppingTable table = MadeUp.records(seed, 300, 5, 5, knows);
            OptimalStopping stopping = new OptimalStopping(table);
            for (double price : PriceGrid.of(table)) {
                double found = objective(table, stopping.thresholds(price), price);
                for (int c = 0; c < table.cycles(); c++) {
                    assertThat(found)
                            .as("seed %d, price %s, depth %d", seed, price, c)
                            .isGreaterThanOrEqualTo(objective(table, OptimalStopping.fixed(5, c), price) - 1e-9);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aHigherPriceBuysNoMore(long seed) {
        StoppingTable table = MadeUp.records(seed, 500, 4, 4, 0.5);
        OptimalStopping stopping = new OptimalStopping(table);
        StoppingMeans cheaper = StoppingMeans.ZERO;
        for (double price : PriceGrid.of(table)) { // from the highest down
            StoppingMeans mean = table.mean(table.stops(stopping.thresholds(price)));
            assertThat(mean.cost()).as("seed %d, price %s", seed, price).isGreaterThanOrEqualTo(cheaper.cost() - 0.02);
            assertThat(mean.quality())
                    .as("seed %d, price %s", seed, price)
                    .isGreaterThanOrEqualTo(cheaper.quality() - 0.004);
            cheaper = mean;
        }
        assertThat(cheaper.quality())
                .as("seed %d: for nothing, nothing is given up", seed)
                .isGreaterThanOrEqualTo(table.fixed(3).quality());
        assertThat(table.mean(table.stops(stopping.thresholds(1e9))))
                .as("seed %d: too dear for any cycle", seed)
                .isEqualTo(table.fixed(0));
    }

    /** Against the definition: the fit at i is the least, over starts before i, of the greatest mean from there to an end. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theFitIsIsotonicRegression(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            int n = 1 + random.nextInt(12);
            double[] y = random.doubles(n, -1, 1).toArray();
            double[] w = random.doubles(n, 0.5, 2).toArray();
            double level = random.nextDouble() - 0.5;
            FallingFit fit = new FallingFit(n);
            for (int i = 0; i < n; i++) {
                fit.add(w[i] * y[i], w[i]);
            }
            int above = 0;
            for (int i = 0; i < n; i++) {
                above += isotonic(y, w, i) > level ? 1 : 0;
            }
            assertThat(fit.above(level)).as("seed %d, round %d", seed, round).isEqualTo(above);
        }
    }

    private static double isotonic(double[] y, double[] w, int i) {
        double least = Double.POSITIVE_INFINITY;
        for (int from = 0; from <= i; from++) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int to = i; to < y.length; to++) {
                double sum = 0;
                double weight = 0;
                for (int k = from; k <= to; k++) {
                    sum += w[k] * y[k];
                    weight += w[k];
                }
                greatest = Math.max(greatest, sum / weight);
            }
            least = Math.min(least, greatest);
        }
        return least;
    }

    @Test
    void aThresholdLiesBetweenScores() {
        assertThat(OptimalStopping.between(0.2f, 0.4f)).isEqualTo(0.3f);
        assertThat(OptimalStopping.between(0.2f, Math.nextUp(0.2f))).isEqualTo(Math.nextUp(0.2f));
        assertThat(OptimalStopping.fixed(4, 0)).containsExactly(0, 0, 0);
        assertThat(OptimalStopping.fixed(4, 2)).containsExactly(NEVER, NEVER, 0);
        assertThat(OptimalStopping.fixed(4, 3)).containsExactly(NEVER, NEVER, NEVER);
    }
}
