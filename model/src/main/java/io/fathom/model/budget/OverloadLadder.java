package io.fathom.model.budget;

/**
 * From the operating point and the expected latency to the level: FULL at the richest point of the range, REDUCED between,
 * MINIMUM at the cheapest; OVERFLOW where the cheapest does not keep up either. A range of one point has no depth to take
 * away, so it is FULL until it overflows.
 *
 * <p>OVERFLOW begins when a record is expected to be answered later than the target, and demand is more than the budget. It
 * ends when both are over, the first by a factor of two: shedding shortens the queue within moments, but as long as as much
 * keeps coming it only begins again.
 */
final class OverloadLadder {
    private boolean overflowing;

    /**
     * @param demand what arrives and waits, at the cheapest point, as a share of what can be spent
     * @param arriving what arrives alone, likewise
     * @param expected seconds until a record that comes now is answered, as a share of the target
     */
    BudgetLevel step(int point, PointRange range, double demand, double arriving, double expected) {
        boolean least = point == range.cheapest();
        if (!overflowing) {
            overflowing = least && demand > 1 && expected > 1;
        } else {
            overflowing = least && (arriving > 1 || expected > 0.5);
        }
        if (overflowing) {
            return BudgetLevel.OVERFLOW;
        } else if (point == range.richest()) {
            return BudgetLevel.FULL;
        }
        return least ? BudgetLevel.MINIMUM : BudgetLevel.REDUCED;
    }
}
