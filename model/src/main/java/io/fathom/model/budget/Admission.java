package io.fathom.model.budget;

/**
 * Who is turned away under overload, where the budget says {@link Overflow#SHED}.
 *
 * <p>At the level OVERFLOW, a record that would be answered later than the target:
 *
 * <pre>  age + waiting tokens · seconds each  >  target latency · 2^priority</pre>
 *
 * So the queue stays about as long as the target allows, what is let in is answered in time, and each step of priority
 * stands in a line of its own, twice as long. And at any level, of a tenant that exceeds its share at the cheapest point
 * what exceeds it, by a hash of the id.
 */
public final class Admission {
    private static final long SALT = 0x5EED;

    private Admission() {}

    /**
     * Whether to turn a record away.
     *
     * @param tenant its number in {@link TenantShares}, or −1
     * @param waitingTokens tokens of the records in front of it
     */
    public static boolean sheds(
            ComputeBudget budget,
            BudgetDirective directive,
            String id,
            int tenant,
            int priority,
            double ageSeconds,
            long waitingTokens) {
        if (budget.overflow() != Overflow.SHED) {
            return false;
        }
        if (tenant >= 0 && !new IdSample(directive.tenants().get(tenant).admitted(), SALT).contains(id)) {
            return true;
        }
        double expected = ageSeconds + directive.secondsPerWaitingToken() * (double) waitingTokens;
        return directive.level() == BudgetLevel.OVERFLOW && expected > budget.latencySeconds() * Math.pow(2, priority);
    }
}
