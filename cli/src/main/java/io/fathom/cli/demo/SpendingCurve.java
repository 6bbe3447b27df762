package io.fathom.cli.demo;

import java.util.List;

/**
 * What a run spent by when, to the millisecond, from what its records say: the cost of each is spread evenly over the time
 * from its first layer to its answer, since a record runs its layers one after the other.
 *
 * <p><b>What it cannot see.</b> A record that waited between its layers, for the ledger or for its batch mates, did not spend
 * evenly. So a window's figure may be off by what is under way at its two ends;
 * whether the budget was kept is for the engine's own books to say.
 */
final class SpendingCurve {
    private final long from;
    private final double[] upTo;

    private SpendingCurve(long from, double[] upTo) {
        this.from = from;
        this.upTo = upTo;
    }

    /** @throws IllegalArgumentException if there are no samples */
    static SpendingCurve of(List<SurgeSample> samples) {
        long from = (long) Math.floor(samples.stream()
                .mapToDouble(SurgeSample::startedAt)
                .min()
                .orElseThrow(
                        () -> new IllegalArgumentException("spending needs at least one answer, but there is none")));
        int length = samples.stream().mapToInt(s -> end(s, from)).max().orElseThrow();
        // The slope changes at both ends of each sample; summed up twice, the changes are the curve.
        double[] change = new double[length + 1];
        for (SurgeSample sample : samples) {
            int start = start(sample, from);
            int end = end(sample, from);
            double slope = (double) sample.tlops() / (end - start);
            change[start] += slope;
            change[end] -= slope;
        }
        double[] upTo = new double[change.length];
        double slope = 0;
        for (int t = 1; t < upTo.length; t++) {
            slope += change[t - 1];
            upTo[t] = upTo[t - 1] + slope;
        }
        return new SpendingCurve(from, upTo);
    }

    private static int start(SurgeSample sample, long from) {
        return (int) (sample.startedAt() - from);
    }

    /** A millisecond later than the start at least. */
    private static int end(SurgeSample sample, long from) {
        return (int) Math.max(sample.scoredAt() - from, start(sample, from) + 1);
    }

    /** Epoch milliseconds of the first layer of all. */
    long start() {
        return from;
    }

    /** Epoch milliseconds of the last answer. */
    long end() {
        return from + upTo.length - 1;
    }

    /** TLOps between two moments, epoch milliseconds. */
    double between(long start, long end) {
        return at(end) - at(start);
    }

    private double at(long millis) {
        return upTo[(int) Math.max(0, Math.min(upTo.length - 1, millis - from))];
    }
}
