package io.fathom.model.budget;

/**
 * The most that was spent beyond the budget, by the ledger's own books.
 *
 * @param tlops the largest excess of any period of a window's length over what was earned in it, 0 if none had any
 * @param largestStep TLOps of the largest batch step that was paid for, 0 if none was
 */
public record Overspend(double tlops, long largestStep) {
    public static final Overspend NONE = new Overspend(0, 0);

    /** In batch steps: the contract allows one. */
    public double steps() {
        return largestStep == 0 ? 0 : tlops / largestStep;
    }

    /** Of two budgets side by side: no less than what both have overspent together, since their worst moments may differ. */
    public Overspend and(Overspend other) {
        return new Overspend(tlops + other.tlops, Math.max(largestStep, other.largestStep));
    }
}
