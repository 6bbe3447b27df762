package io.fathom.cli.demo;

import java.util.List;

/**
 * What a run spent in a period at the least and at the most, whatever the moments between a record's first layer and its
 * answer were at which its layers were paid for:
 *
 * <pre>
 *   least(t − W, t) = F(t) − S(t − W)      most(t − W, t) = S(t) − F(t − W)
 * </pre>
 *
 * <p>with S(t) the cost of the records that may have begun by t, and F(t) that of the records surely answered by t.
 */
final class SpendingBounds {
    private final double[] begun;
    private final double[] answered;

    private SpendingBounds(int millis) {
        this.begun = new double[millis];
        this.answered = new double[millis];
    }

    static SpendingBounds of(List<SurgeSample> samples) {
        long from = (long) Math.floor(
                samples.stream().mapToDouble(SurgeSample::startedAt).min().orElse(0));
        long to = samples.stream().mapToLong(SurgeSample::scoredAt).max().orElse(from);
        SpendingBounds bounds = new SpendingBounds((int) (to - from) + 3);
        for (SurgeSample sample : samples) {
            // A time stamp has lost its fraction: what it tells came to pass up to a millisecond later.
            int start = (int) Math.floor(sample.startedAt() - from);
            int end = (int) (sample.scoredAt() - from);
            bounds.begun[start] += sample.tlops();
            bounds.answered[Math.max(end, start) + 1] += sample.tlops();
        }
        for (double[] curve : List.of(bounds.begun, bounds.answered)) {
            for (int t = 1; t < curve.length; t++) {
                curve[t] += curve[t - 1];
            }
        }
        return bounds;
    }

    /** What was spent for certain in some period of this length. */
    double atLeastIn(int millis) {
        double most = 0;
        for (int t = 0; t < answered.length; t++) {
            most = Math.max(most, answered[t] - at(begun, t - millis));
        }
        return most;
    }

    /** What cannot have been exceeded in any period of this length. */
    double atMostIn(int millis) {
        double most = 0;
        for (int t = 0; t < begun.length; t++) {
            most = Math.max(most, begun[t] - at(answered, t - millis));
        }
        return most;
    }

    private static double at(double[] curve, int t) {
        return t < 0 ? 0 : curve[t];
    }
}
