package io.fathom.model.training;

import java.util.SplittableRandom;

/** What generated records are for. The same seed gives other records for another use, so nothing learnt is tested on. */
public enum Split {
    /** To learn from. */
    TRAIN(1),
    /** For calibration and to choose by. */
    DEV(2),
    /** To measure with. */
    TEST(3);

    private final long salt;

    Split(long salt) {
        this.salt = salt;
    }

    /** The seed of this split's records. */
    public long seed(long seed) {
        return new SplittableRandom(seed).nextLong() + salt;
    }
}
