package io.fathom.model.budget;

import java.util.List;

/**
 * What the controller tells the engine: valid until the next.
 *
 * @param point operating point of a record without priority and deadline
 * @param range points that any record may be given
 * @param tenants what holds for each tenant with a share, in the order of {@link TenantShares#names()}
 * @param secondsPerWaitingToken how long each token that waits makes a record wait that comes behind it
 * @param demandPerSecond TLOps a second that arrivals and backlog would take at the richest point of the range
 */
public record BudgetDirective(
        BudgetLevel level,
        int point,
        PointRange range,
        List<TenantDirective> tenants,
        double secondsPerWaitingToken,
        double demandPerSecond) {
    public BudgetDirective {
        tenants = List.copyOf(tenants);
    }

    /**
     * The point of a tenant's records before priority and deadline.
     *
     * @param tenant its number, or −1
     */
    public int pointOf(int tenant) {
        return tenant < 0 ? point : Math.min(point, tenants.get(tenant).point());
    }
}
