package io.fathom.model.depth.frontier;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Thresholds that are best at a price of compute: they maximise {@code quality − price · cost} over the records of a table.
 *
 * <p>Backward induction, as options are priced by regression (Longstaff &amp; Schwartz 2001): with V the value of a record
 * under the rule found for later cycles, going on after cycle c gains
 *
 * <pre>  g(r) = V(c + 1, r) − (quality(c, r) − price · cost(c, r))</pre>
 *
 * which is seen only afterwards; what is known at the time is the score. So E[g | score] is estimated, falling in the score
 * ({@link FallingFit}), and a record stops where it is not above 0. What such a fit cannot see: a score that is high where
 * there is much to gain.
 *
 * <p>The fit is made over all records, but only those that earlier thresholds let pass come to a cycle, and their gain may be
 * another. So the thresholds are then improved one after the other over those that do come, until none changes: each step can
 * only gain. The same is done from the best fixed depth, and the better of the two is taken, so that on its own records the
 * rule is never worse than any fixed depth. Immutable, so that many prices and samples can be solved at once.
 */
final class OptimalStopping {
    private static final int MOST_SWEEPS = 20;
    /** Of the value of all records, below which a gain is noise of the arithmetic. */
    private static final double NOISE = 1e-12;

    private final StoppingTable table;
    private final int[][] ascending; // [cycles - 1][records] by score
    private final float[][] sorted; // [cycles - 1][records], the scores in that order

    OptimalStopping(StoppingTable table) {
        this.table = table;
        this.ascending =
                Arrays.stream(table.scores()).map(OptimalStopping::ascending).toArray(int[][]::new);
        this.sorted = Arrays.stream(table.scores()).map(OptimalStopping::sorted).toArray(float[][]::new);
    }

    private static int[] ascending(float[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Float.compare(scores[a], scores[b]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static float[] sorted(float[] scores) {
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    StoppingTable table() {
        return table;
    }

    /** @param price of a TLOp per token, in quality; at 0 no quality is given up */
    float[] thresholds(double price) {
        Solution solution = new Solution(price, table.once());
        float[] induced = solution.improved(solution.induced());
        float[] fixed = solution.improved(solution.bestFixed());
        return solution.objective(fixed) > solution.objective(induced) + NOISE ? fixed : induced;
    }

    /**
     * Thresholds made better on other records than they come from.
     *
     * @param counts how often each record is there, [records]
     */
    float[] improved(float[] thresholds, double price, int[] counts) {
        return new Solution(price, counts).improved(thresholds);
    }

    /** After the same cycle, counted from 0, whatever the scores. */
    static float[] fixed(int cycles, int cycle) {
        float[] thresholds = new float[cycles - 1];
        Arrays.fill(thresholds, 0, Math.min(cycle, cycles - 1), Float.POSITIVE_INFINITY);
        return thresholds;
    }

    /** A threshold that tells two scores apart, halfway, so that float noise moves no record to the other side. */
    static float between(float below, float above) {
        float middle = (float) ((below + (double) above) / 2);
        return middle > below ? middle : above;
    }

    /** One price, one sample. */
    private final class Solution {
        private final int[] counts;
        private final double[][] reward; // [cycles][records], adds up to quality - price * cost
        private final FallingFit fit = new FallingFit(table.records());
        private final float[] distinct = new float[table.records()];

        private Solution(double price, int[] counts) {
            this.counts = counts;
            double qualityWeight = sum(table.quality().weight());
            double costWeight = sum(table.cost().weight());
            this.reward = new double[table.cycles()][table.records()];
            for (int c = 0; c < reward.length; c++) {
                for (int r = 0; r < counts.length; r++) {
                    reward[c][r] = table.quality().value()[c][r] / qualityWeight
                            - price * table.cost().value()[c][r] / costWeight;
                }
            }
        }

        private double sum(double[] values) {
            double sum = 0;
            for (int r = 0; r < values.length; r++) {
                sum += counts[r] * values[r];
            }
            return sum;
        }

        private double objective(float[] thresholds) {
            return objective(table.stops(thresholds));
        }

        private double objective(int[] stops) {
            double sum = 0;
            for (int r = 0; r < stops.length; r++) {
                sum += counts[r] * reward[stops[r]][r];
            }
            return sum;
        }

        private float[] bestFixed() {
            float[] best = fixed(reward.length, 0);
            for (int c = 1; c < reward.length; c++) {
                float[] other = fixed(reward.length, c);
                best = objective(other) > objective(best) + NOISE ? other : best;
            }
            return best;
        }

        private float[] induced() {
            float[] thresholds = new float[reward.length - 1];
            double[] value = reward[reward.length - 1].clone();
            int[] everywhere = new int[counts.length];
            Arrays.fill(everywhere, thresholds.length);
            for (int c = thresholds.length - 1; c >= 0; c--) {
                thresholds[c] = threshold(c, value, everywhere, 0);
                stop(c, thresholds[c], value);
            }
            return thresholds;
        }

        private float[] improved(float[] start) {
            float[] thresholds = start.clone();
            int[] stops = table.stops(thresholds);
            double before = objective(stops);
            for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
                sweep(thresholds, stops);
                stops = table.stops(thresholds);
                double now = objective(stops);
                if (now <= before + NOISE) {
                    break;
                }
                before = now;
            }
            return thresholds;
        }

        /** @param stops where the records stop by the thresholds as they are */
        private void sweep(float[] thresholds, int[] stops) {
            double[] value = reward[reward.length - 1].clone();
            for (int c = thresholds.length - 1; c >= 0; c--) {
                thresholds[c] = threshold(c, value, stops, thresholds[c]);
                stop(c, thresholds[c], value);
            }
        }

        private void stop(int cycle, float threshold, double[] value) {
            for (int r = 0; r < value.length; r++) {
                if (table.scores()[cycle][r] >= threshold) {
                    value[r] = reward[cycle][r];
                }
            }
        }

        /**
         * @param value of each record if it goes on, [records]
         * @param stops where each stops by now, [records]: those that stop earlier do not come
         * @param otherwise the threshold if none comes
         */
        private float threshold(int cycle, double[] value, int[] stops, float otherwise) {
            float[] scores = sorted[cycle];
            double[] here = reward[cycle];
            int[] order = ascending[cycle];
            int groups = 0;
            fit.clear();
            for (int i = 0; i < order.length; ) {
                float score = scores[i];
                double gain = 0;
                int there = 0;
                for (; i < order.length && scores[i] == score; i++) {
                    int r = order[i];
                    if (stops[r] >= cycle) {
                        gain += counts[r] * (value[r] - here[r]);
                        there += counts[r];
                    }
                }
                if (there > 0) {
                    fit.add(gain, there);
                    distinct[groups++] = score;
                }
            }
            if (groups == 0) {
                return otherwise;
            }
            int goOn = fit.above(NOISE / counts.length);
            return goOn == 0
                    ? 0
                    : goOn == groups ? Float.POSITIVE_INFINITY : between(distinct[goOn - 1], distinct[goOn]);
        }
    }
}
