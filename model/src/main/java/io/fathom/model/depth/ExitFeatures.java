package io.fathom.model.depth;

import java.util.Arrays;

/** What probes read of one cycle of one record: the zero attention of single heads, and the confidence. Immutable. */
public final class ExitFeatures {
    /** Beyond it, in either direction, a float says no more. */
    private static final double LARGEST_LOGIT = 12;

    private final float[] heads;
    private final float confidence;

    /**
     * @param heads zero attention of single heads, in the network's order, each in 0..1
     * @param confidence calibrated probability of the answer; NaN where none was asked for
     */
    public ExitFeatures(float[] heads, float confidence) {
        this.heads = heads.clone();
        this.confidence = confidence;
    }

    /** Signals of single heads. */
    public int heads() {
        return heads.length;
    }

    /**
     * The numbers that a probe of these inputs reads: heads, confidence, and behind each its logit. A head that gives a
     * hundredth of its attention or a thousandth says different things, and only on the scale of logits are they far apart.
     */
    public double[] of(ProbeInputs inputs) {
        double[] values = new double[inputs.size(heads.length)];
        int at = 0;
        if (inputs.zeroAttention()) {
            for (float head : heads) {
                values[at++] = head;
                values[at++] = logit(head);
            }
        }
        if (inputs.confidence()) {
            values[at++] = confidence;
            values[at] = logit(confidence);
        }
        return values;
    }

    /** Of a share that was added up in floats and may come out a little below 0 or above 1. */
    private static double logit(double share) {
        double p = Math.max(0, Math.min(1, share));
        return Math.max(-LARGEST_LOGIT, Math.min(LARGEST_LOGIT, Math.log(p) - Math.log1p(-p)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExitFeatures features
                && Arrays.equals(heads, features.heads)
                && Float.compare(confidence, features.confidence) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(heads) + Float.hashCode(confidence);
    }

    @Override
    public String toString() {
        return "ExitFeatures[heads=" + Arrays.toString(heads) + ", confidence=" + confidence + "]";
    }
}
