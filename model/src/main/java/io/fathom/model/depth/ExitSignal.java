package io.fathom.model.depth;

/**
 * What one cycle tells about one record.
 *
 * @param cycle the cycle just run, counted from 1
 * @param zeroAttention mean over cycled layers, heads and valid tokens of the attention that went to the zero token,
 *     in 0..1 (ZTT, papers.md 1.4: a high value says that the cycle had little to do)
 * @param confidence calibrated probability of the exit head's first answer, in 0..1; NaN where the policy did not ask
 *     for an answer after this cycle
 */
public record ExitSignal(int cycle, float zeroAttention, float confidence) {

    public ExitSignal {
        if (cycle < 1) {
            throw new IllegalArgumentException("cycle must be at least 1, but was " + cycle);
        }
    }

    /** True where the exit head ran after this cycle. */
    public boolean hasConfidence() {
        return !Float.isNaN(confidence);
    }
}
