package io.fathom.model.depth;

/**
 * What one cycle tells about one record, or the n-gram model before the first cycle: all that a policy sees.
 *
 * @param cycle the cycle just run, counted from 1; 0 for depth zero, where no layer has run: zero attention is 0 there, and the
 *     answer is always known
 * @param zeroAttention mean over cycled layers, heads and real tokens of the attention that went to the zero token, in
 *     0..1 (ZTT, papers.md 1.4: a high value says that the cycle had little to do)
 * @param correctedZeroAttention the same, each value corrected for the number of keys in sight: sigmoid(logit(z) + ln n)
 * @param confidence calibrated probability of the exit head's first answer, in 0..1; NaN where the policy did not ask for
 *     an answer after this cycle
 * @param entropy of the exit head's calibrated probabilities, as a share of the most possible, in 0..1 (FastBERT); NaN as
 *     above
 * @param unchanged how many cycles before this one, without a gap, gave the same answer (PABEE); 0 without answers
 * @param settled probability, by the policy's probe, that the answer already equals the full-depth answer; NaN where the
 *     policy has no probe
 */
public record ExitSignal(
        int cycle,
        float zeroAttention,
        float correctedZeroAttention,
        float confidence,
        float entropy,
        int unchanged,
        float settled) {

    public ExitSignal {
        if (cycle < 0) {
            throw new IllegalArgumentException("cycle must be at least 0, but was " + cycle);
        }
    }

    /**
     * Of depth zero.
     *
     * @param confidence and entropy of the n-gram model's calibrated probabilities
     */
    public static ExitSignal ofDepthZero(float confidence, float entropy) {
        return new ExitSignal(0, 0, 0, confidence, entropy, 0, Float.NaN);
    }

    /** Where nothing else is known. */
    public ExitSignal(int cycle, float zeroAttention, float confidence) {
        this(cycle, zeroAttention, Float.NaN, confidence, Float.NaN, 0, Float.NaN);
    }

    /** The same with what the policy's probe says. */
    public ExitSignal withSettled(float probability) {
        return new ExitSignal(
                cycle, zeroAttention, correctedZeroAttention, confidence, entropy, unchanged, probability);
    }

    /** True where the exit head ran after this cycle. */
    public boolean hasConfidence() {
        return !Float.isNaN(confidence);
    }

    /** True where a probe was asked after this cycle. */
    public boolean hasSettled() {
        return !Float.isNaN(settled);
    }
}
