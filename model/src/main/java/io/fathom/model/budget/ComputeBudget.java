package io.fathom.model.budget;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What may be spent, and what to do when it does not suffice.
 *
 * <p>The contract: in any period of the length of {@code window}, no more than {@code tlopsPerSecond · window} is spent, and
 * one batch step at most on top; {@link BudgetLedger} keeps it.
 *
 * @param tlopsPerSecond token-layer operations a second ({@link CostModel}), more than 0
 * @param window length of the periods over which the budget is held, 100 ms to 1 h; a long one lets short peaks through at
 *     full depth, a short one spends more evenly
 * @param targetLatency how old a record may be when its answer leaves; without one, as old as a window is long
 * @param overflow what happens when not even the least depth keeps up
 * @param points the operating range
 * @param tenantShares the largest share of the budget, above 0 and up to 1, that each of these tenants gets while the budget
 *     is short; tenants that are not named have no limit of their own
 * @param auditShare share of the records, 0..1, that go on to full depth after their answer is found
 */
public record ComputeBudget(
        double tlopsPerSecond,
        Duration window,
        Optional<Duration> targetLatency,
        Overflow overflow,
        PointRange points,
        Map<String, Double> tenantShares,
        double auditShare) {
    public static final Duration DEFAULT_WINDOW = Duration.ofSeconds(2);
    public static final Duration SHORTEST_WINDOW = Duration.ofMillis(100);
    public static final Duration LONGEST_WINDOW = Duration.ofHours(1);

    public ComputeBudget {
        if (!(tlopsPerSecond > 0 && Double.isFinite(tlopsPerSecond))) {
            throw new IllegalArgumentException(
                    "tlopsPerSecond of a budget must be more than 0 and finite, but was " + tlopsPerSecond);
        }
        if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException("window of a budget must be between 100 ms and 1 h, but was " + window);
        }
        targetLatency.filter(t -> t.isZero() || t.isNegative()).ifPresent(t -> {
            throw new IllegalArgumentException("targetLatency of a budget must be more than 0, but was " + t);
        });
        tenantShares = Map.copyOf(tenantShares);
        tenantShares.forEach((tenant, share) -> {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException("the share of tenant '" + tenant
                        + "' in a budget must be more than 0 and at most 1, but was " + share);
            }
        });
        if (!(auditShare >= 0 && auditShare <= 1)) {
            throw new IllegalArgumentException("auditShare of a budget must be between 0 and 1, but was " + auditShare);
        }
    }

    /** A budget with nothing but its rate: the default window, back-pressure, all points, no audit. */
    public static ComputeBudget of(double tlopsPerSecond) {
        return new ComputeBudget(
                tlopsPerSecond, DEFAULT_WINDOW, Optional.empty(), Overflow.BACKPRESSURE, PointRange.WHOLE, Map.of(), 0);
    }

    public ComputeBudget withTlopsPerSecond(double rate) {
        return new ComputeBudget(rate, window, targetLatency, overflow, points, tenantShares, auditShare);
    }

    public ComputeBudget withWindow(Duration length) {
        return new ComputeBudget(tlopsPerSecond, length, targetLatency, overflow, points, tenantShares, auditShare);
    }

    public ComputeBudget withTargetLatency(Duration target) {
        return new ComputeBudget(
                tlopsPerSecond, window, Optional.of(target), overflow, points, tenantShares, auditShare);
    }

    public ComputeBudget withOverflow(Overflow answer) {
        return new ComputeBudget(tlopsPerSecond, window, targetLatency, answer, points, tenantShares, auditShare);
    }

    public ComputeBudget withPoints(PointRange range) {
        return new ComputeBudget(tlopsPerSecond, window, targetLatency, overflow, range, tenantShares, auditShare);
    }

    public ComputeBudget withTenantShares(Map<String, Double> shares) {
        return new ComputeBudget(tlopsPerSecond, window, targetLatency, overflow, points, shares, auditShare);
    }

    public ComputeBudget withAuditShare(double share) {
        return new ComputeBudget(tlopsPerSecond, window, targetLatency, overflow, points, tenantShares, share);
    }

    /** The age at which a record is late. */
    public Duration latency() {
        return targetLatency.orElse(window);
    }

    /** Seconds in a window. */
    double windowSeconds() {
        return window.toNanos() * 1e-9;
    }

    double latencySeconds() {
        return latency().toNanos() * 1e-9;
    }
}
