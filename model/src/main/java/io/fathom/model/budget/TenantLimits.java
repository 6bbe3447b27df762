package io.fathom.model.budget;

/**
 * What tenants with a share may take, and how much of it they hold against the depth of all others.
 *
 * <p>With x the tokens a second of a tenant, q its share and P what can be spent, its records count as {@code min(x·c, q·P)}
 * towards the common point: however much a tenant sends, others lose no more depth than its share costs. The tenant's own
 * point is the richest that fits into
 *
 * <pre>  q·P + what is left of P when all others have full depth</pre>
 *
 * (divided in the proportion of the shares where several tenants want it), so a share is a limit only while there is somebody
 * else to protect. What it cannot do: keep a tenant that exceeds its share at the cheapest point out of the queue; under
 * back-pressure that excess is paid for by all, and therefore counted; shedding turns it away.
 */
final class TenantLimits {
    private final TenantShares shares;
    private final TenantDemand[] demands;
    private final boolean excessIsPaid;

    TenantLimits(TenantShares shares, TenantDemand[] demands, boolean excessIsPaid) {
        this.shares = shares;
        this.demands = demands;
        this.excessIsPaid = excessIsPaid;
    }

    /**
     * TLOps a second that tenants with a share hold against a common point.
     *
     * @param cost of a token at that point, and {@code least} at the cheapest
     * @param margin factor on demand
     */
    double held(double cost, double least, double payable, double margin) {
        double sum = 0;
        for (int t = 0; t < demands.length; t++) {
            double wanted = margin * demands[t].tokensPerSecond() * cost;
            double excess = excessIsPaid ? demands[t].arriving() * least : 0;
            sum += Math.max(excess, Math.min(wanted, shares.share(t) * payable));
        }
        return sum;
    }

    /**
     * What tenant {@code t} may spend, TLOps a second.
     *
     * @param others what the tenants without a share would take at full depth
     * @param full cost of a token at full depth
     */
    double limit(int t, double others, double full, double payable) {
        double left = payable - others - held(full, 0, payable, 1);
        double wanting = 0;
        for (int u = 0; u < demands.length; u++) {
            if (demands[u].tokensPerSecond() * full > shares.share(u) * payable) {
                wanting += shares.share(u);
            }
        }
        double own = shares.share(t) * payable;
        return wanting == 0 || left <= 0 ? own : own + left * shares.share(t) / wanting;
    }
}
