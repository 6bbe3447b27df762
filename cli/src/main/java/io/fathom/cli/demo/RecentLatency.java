package io.fathom.cli.demo;

import org.HdrHistogram.Histogram;

/**
 * Latencies of the last ten to twenty seconds: two histograms take turns, so that a slow start is forgotten and a slow
 * moment shows.
 */
final class RecentLatency {
    private static final long TURN_NANOS = 10_000_000_000L;
    private static final long LONGEST_MILLIS = 3_600_000;
    private static final int DIGITS = 2;

    private Histogram current = new Histogram(LONGEST_MILLIS, DIGITS);
    private Histogram previous = new Histogram(LONGEST_MILLIS, DIGITS);
    private long turnedAt;

    RecentLatency(long nanos) {
        this.turnedAt = nanos;
    }

    void record(long millis) {
        current.recordValue(Math.min(Math.max(0, millis), LONGEST_MILLIS));
    }

    /** Milliseconds that this share of the recent events, in percent, did not exceed. */
    long percentile(double percent, long nanos) {
        if (nanos - turnedAt > TURN_NANOS) {
            Histogram oldest = previous;
            previous = current;
            current = oldest;
            current.reset();
            turnedAt = nanos;
        }
        Histogram both = previous.copy();
        both.add(current);
        return both.getValueAtPercentile(percent);
    }
}
