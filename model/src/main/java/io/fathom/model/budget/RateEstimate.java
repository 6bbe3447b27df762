package io.fathom.model.budget;

/**
 * How much comes a second, as an exponential mean over the past: what came a time constant ago weighs 1/e of what comes now.
 */
final class RateEstimate {
    private final double timeConstant;
    private double perSecond;

    /** @param timeConstant seconds */
    RateEstimate(double timeConstant) {
        this.timeConstant = timeConstant;
    }

    /** So much came in the last {@code seconds}. */
    void add(double amount, double seconds) {
        if (seconds > 0) {
            double kept = Math.exp(-seconds / timeConstant);
            perSecond = kept * perSecond + (1 - kept) * amount / seconds;
        }
    }

    double perSecond() {
        return perSecond;
    }
}
