package io.fathom.model.depth.frontier;

import java.util.SplittableRandom;

/** Samples of records with replacement, as many as there are; the same seed gives the same samples. */
final class Resamples {
    private final SplittableRandom random;
    private final int records;

    Resamples(int records, long seed) {
        this.records = records;
        this.random = new SplittableRandom(seed);
    }

    /** How often each record is in the next sample. */
    int[] next() {
        int[] counts = new int[records];
        for (int i = 0; i < records; i++) {
            counts[random.nextInt(records)]++;
        }
        return counts;
    }
}
