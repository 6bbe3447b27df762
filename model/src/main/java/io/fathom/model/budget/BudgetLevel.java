package io.fathom.model.budget;

/** Steps of the overload ladder, from none to worst; {@link OverloadLadder} says when each holds. */
public enum BudgetLevel {
    /** Every record may go as deep as the operating range allows. */
    FULL(0),
    /** Records stop earlier, because the budget does not pay for full depth. */
    REDUCED(1),
    /** Records stop at the cheapest point of the operating range. */
    MINIMUM(2),
    /** Not even that keeps up; the configured {@link Overflow} answer is in force. */
    OVERFLOW(3);

    private final int severity;

    BudgetLevel(int severity) {
        this.severity = severity;
    }

    /** As metrics show it: 0 for {@link #FULL}, higher is worse. */
    public int severity() {
        return severity;
    }
}
