package io.fathom.model.depth.frontier;

import java.util.Arrays;

/** Thresholds by the share of records whose scores lie below them, so that half-way between two stops half of what lies there. */
final class ScoreRanks {
    private final float[][] ascending; // [cycles - 1][records]

    ScoreRanks(StoppingTable table) {
        ascending = Arrays.stream(table.scores())
                .map(row -> {
                    float[] sorted = row.clone();
                    Arrays.sort(sorted);
                    return sorted;
                })
                .toArray(float[][]::new);
    }

    /** @param share of the way from {@code a} to {@code b}, 0..1 */
    float[] between(float[] a, float[] b, double share) {
        float[] thresholds = new float[a.length];
        for (int c = 0; c < a.length; c++) {
            double rank = (1 - share) * rank(ascending[c], a[c]) + share * rank(ascending[c], b[c]);
            thresholds[c] = threshold(ascending[c], (int) Math.rint(rank));
        }
        return thresholds;
    }

    /** The score that a share of all scores of all cycles lie below. */
    float quantile(double share) {
        float[] all = new float[ascending.length * ascending[0].length];
        for (int c = 0; c < ascending.length; c++) {
            System.arraycopy(ascending[c], 0, all, c * ascending[c].length, ascending[c].length);
        }
        Arrays.sort(all);
        return all[(int) (share * (all.length - 1))];
    }

    /** Records below a threshold. */
    private static int rank(float[] sorted, float threshold) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (sorted[middle] < threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A threshold with so many records below it, or the next number that records with the same score allow. */
    private static float threshold(float[] sorted, int rank) {
        if (rank == 0) {
            return 0;
        }
        return rank == sorted.length
                ? Float.POSITIVE_INFINITY
                : OptimalStopping.between(sorted[rank - 1], sorted[rank]);
    }
}
