package io.fathom.model.depth.frontier;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Stopping problems whose truth is known. */
final class MadeUp {
    private MadeUp() {}

    /**
     * Records that are answered rightly from a cycle of their own on (with a few that change their mind), a score that knows
     * it with some noise, and a cost of one head layer, one tail layer and one layer a cycle.
     *
     * @param knows how far apart the scores of right and wrong answers are; 0 for a score that knows nothing
     * @param deepest cycles that the hardest records need
     */
    static StoppingTable records(long seed, int records, int cycles, int deepest, double knows) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] scores = new float[cycles - 1][records];
        double[][] quality = new double[cycles][records];
        double[][] cost = new double[cycles][records];
        double[] ones = new double[records];
        double[] tokens = new double[records];
        for (int r = 0; r < records; r++) {
            ones[r] = 1;
            tokens[r] = 5 + random.nextInt(20);
            int needs = 1 + (int) (deepest * random.nextDouble() * random.nextDouble());
            for (int c = 0; c < cycles; c++) {
                boolean right = random.nextDouble() < 0.02 ? random.nextBoolean() : c + 1 >= needs;
                quality[c][r] = right ? 1 : 0;
                cost[c][r] = tokens[r] * (2 + c + 1);
                if (c < cycles - 1) {
                    double score = 0.5 + (right ? knows : -knows) / 2 + 0.15 * random.nextGaussian();
                    scores[c][r] = (float) Math.max(0, Math.min(1, score));
                }
            }
        }
        return new StoppingTable(scores, new Measure(quality, ones), settled(quality), new Measure(cost, tokens));
    }

    /** Where answers are worth the same, they are the same. */
    static Measure settled(double[][] quality) {
        double[] full = quality[quality.length - 1];
        return Measure.share(Arrays.stream(quality)
                .map(row -> {
                    boolean[] same = new boolean[row.length];
                    for (int r = 0; r < row.length; r++) {
                        same[r] = row[r] == full[r];
                    }
                    return same;
                })
                .toArray(boolean[][]::new));
    }
}
