package io.fathom.model.budget;

/** Steps of the overload ladder, from none to worst; {@link OverloadLadder} says when each holds. */
public enum BudgetLevel {
    /** Every record may go as deep as the operating range allows. */
    FULL,
    /** Records stop earlier, because the budget does not pay for full depth. */
    REDUCED,
    /** Records stop at the cheapest point of the operating range. */
    MINIMUM,
    /** Not even that keeps up; the configured {@link Overflow} answer is in force. */
    OVERFLOW
}
