package io.fathom.model.budget;

import java.util.List;

/**
 * What an engine tells its controller, some thirty times a window.
 *
 * @param nanos when, by a clock that never goes back
 * @param load of all tenants together
 * @param tenants load of each tenant with a share, in the order of {@link TenantShares#names()}
 * @param ageNanos how long the record handed over last had waited outside; 0 where nobody knows
 * @param answeredTlops what the answers since the last sample cost
 * @param plannedTlops what the frontier had said that they would cost at their points
 * @param capacityPerSecond TLOps a second that the workers could do if none ever waited; infinite while unknown
 */
public record BudgetSample(
        long nanos,
        Load load,
        List<Load> tenants,
        long ageNanos,
        long answeredTlops,
        double plannedTlops,
        double capacityPerSecond) {
    public BudgetSample {
        tenants = List.copyOf(tenants);
        if (!(capacityPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "capacityPerSecond of a sample must be more than 0, but was " + capacityPerSecond);
        }
    }

    /** Without tenants, age and feedback. */
    public static BudgetSample of(long nanos, Load load) {
        return new BudgetSample(nanos, load, List.of(), 0, 0, 0, Double.POSITIVE_INFINITY);
    }
}
