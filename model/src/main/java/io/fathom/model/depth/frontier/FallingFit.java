package io.fathom.model.depth.frontier;

/**
 * Isotonic regression by pool-adjacent-violators (Ayer et al. 1955): the falling step function with the least squared error
 * to points that come in ascending order. Reused for many fits, so that none allocates.
 *
 * <p>Where such a fit crosses zero is more than an estimate: the running sum of the points is greatest there. So if a point
 * is what going on gains for the records of one score, no other threshold gains more on these records.
 */
final class FallingFit {
    private final double[] sums;
    private final double[] weights;
    private final int[] points;
    private int blocks;

    /** @param most points of a fit */
    FallingFit(int most) {
        sums = new double[most];
        weights = new double[most];
        points = new int[most];
    }

    void clear() {
        blocks = 0;
    }

    /** @param sum weight times value; the weight must be above 0 */
    void add(double sum, double weight) {
        sums[blocks] = sum;
        weights[blocks] = weight;
        points[blocks] = 1;
        blocks++;
        while (blocks > 1 && risesInto(blocks - 1)) {
            int last = blocks - 1;
            sums[last - 1] += sums[last];
            weights[last - 1] += weights[last];
            points[last - 1] += points[last];
            blocks--;
        }
    }

    /** Whether a block's value is no less than that of the block before; without a division, for it is asked at every point. */
    private boolean risesInto(int block) {
        return sums[block] * weights[block - 1] >= sums[block - 1] * weights[block];
    }

    private double value(int block) {
        return sums[block] / weights[block];
    }

    /** How many points lie before the fit falls to {@code level} or below. */
    int above(double level) {
        int before = 0;
        for (int b = 0; b < blocks && value(b) > level; b++) {
            before += points[b];
        }
        return before;
    }
}
