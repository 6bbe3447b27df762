package io.fathom.model.depth;

/** What a probe reads after a cycle. */
public enum ProbeInputs {
    /** The zero attention of every head, and the confidence. */
    BOTH("probe", true, true),
    /** The zero attention of every head alone: the tail need not run before the exit. */
    ZERO_ATTENTION("zero-probe", true, false),
    /** The confidence alone: the control, fitted in the same way. */
    CONFIDENCE("confidence-probe", false, true);

    private final String policyName;
    private final boolean zeroAttention;
    private final boolean confidence;

    ProbeInputs(String policyName, boolean zeroAttention, boolean confidence) {
        this.policyName = policyName;
        this.zeroAttention = zeroAttention;
        this.confidence = confidence;
    }

    /** The name of the policy that reads this probe. */
    public String policyName() {
        return policyName;
    }

    /** Whether it reads the zero attention of every head, as it is and as its logit. */
    public boolean zeroAttention() {
        return zeroAttention;
    }

    /** Whether it reads the confidence, as it is and as its logit. */
    public boolean confidence() {
        return confidence;
    }

    /**
     * Numbers that it reads.
     *
     * @param heads signals of single heads
     */
    public int size(int heads) {
        return (zeroAttention ? 2 * heads : 0) + (confidence ? 2 : 0);
    }
}
