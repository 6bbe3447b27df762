package io.fathom.model.statistics;

/**
 * A mean over repetitions with the interval that holds the true mean with 95 % confidence.
 *
 * @param low infinite where there are too few repetitions to say
 * @param high infinite where there are too few repetitions to say
 * @param samples repetitions behind it
 */
public record Estimate(double mean, double low, double high, int samples) {

    public Estimate {
        if (!(low <= mean && mean <= high)) {
            throw new IllegalArgumentException(
                    "the mean of an estimate must lie in its interval, but were " + mean + " and " + low + ".." + high);
        }
        if (samples < 1) {
            throw new IllegalArgumentException("an estimate needs at least 1 sample, but had " + samples);
        }
    }

    /** Whether there is an interval at all. */
    public boolean isBounded() {
        return Double.isFinite(low) && Double.isFinite(high);
    }
}
