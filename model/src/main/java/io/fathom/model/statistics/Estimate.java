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

    /** The same mean in an interval that holds that of the other estimate as well. */
    public Estimate hull(Estimate other) {
        return new Estimate(mean, Math.min(low, other.low), Math.max(high, other.high), samples);
    }

    /** With an interval that does not leave the values that are possible. */
    public Estimate clipped(double least, double most) {
        return new Estimate(mean, Math.max(least, low), Math.min(most, high), samples);
    }

    /**
     * Where the mean of a new sample will lie, if the interval is for a new one of as many records as this: wider for a
     * smaller one, whose own scatter is {@code sqrt(samples / size)} times as large; never narrower.
     *
     * @param size records of the new sample
     */
    public Estimate forSample(double size) {
        double factor = Math.max(1, Math.sqrt((1 + samples / size) / 2));
        return new Estimate(mean, mean - factor * (mean - low), mean + factor * (high - mean), samples);
    }

    /** Whether a measured value lies in the interval, but for noise of the arithmetic. */
    public boolean holds(double value) {
        double noise = 1e-9 * Math.max(1, Math.abs(mean));
        return value >= low - noise && value <= high + noise;
    }

    /** Whether there is an interval at all. */
    public boolean isBounded() {
        return Double.isFinite(low) && Double.isFinite(high);
    }
}
