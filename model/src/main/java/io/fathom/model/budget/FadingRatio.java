package io.fathom.model.budget;

/** The ratio of two sums that fade with age: what came a time constant ago weighs 1/e of what comes now. */
public final class FadingRatio {
    private final double timeConstant;
    private double above;
    private double below;

    /** @param timeConstant seconds */
    public FadingRatio(double timeConstant) {
        this.timeConstant = timeConstant;
    }

    /** Adds to both sums what came in the last {@code seconds}. */
    public void add(double toAbove, double toBelow, double seconds) {
        double kept = Math.exp(-seconds / timeConstant);
        above = kept * above + toAbove;
        below = kept * below + toBelow;
    }

    /** The ratio; {@code otherwise} as long as nothing has come. */
    public double value(double otherwise) {
        return below > 0 ? above / below : otherwise;
    }
}
