package io.fathom.job.engines;

import io.fathom.model.budget.BudgetStatus;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.ShareRule;
import io.fathom.model.engine.ScoringEngine;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each engine of one TaskManager may spend of the job's budget.
 *
 * <p>By order, an engine spends the share that it was sent; one that the order does not know yet spends the floor. Without
 * a recent order (before the first, and when they stop to come) the TaskManager spends its static share, which is its part
 * of the job's subtasks, in equal parts for its engines. So whatever is lost, the job as a whole keeps its budget.
 */
final class SiteBudget {
    private static final Logger LOG = LoggerFactory.getLogger(SiteBudget.class);

    private final Map<ScoringEngine, Optional<ComputeBudget>> inForce = new WeakHashMap<>();
    private final Set<ScoringEngine> exempt = new HashSet<>();
    private Optional<ComputeBudget> configured = Optional.empty();
    private double partOfJob = 1;
    private @Nullable BudgetOrder order;
    private boolean fresh;
    private long obeyedAtMillis;
    private @Nullable String problem;

    /** The budget of the configuration, which holds until an order comes, and the part of the job that runs here. */
    synchronized void configure(Optional<ComputeBudget> whole, double part) {
        configured = whole;
        partOfJob = part;
    }

    /** From now on the order holds. */
    synchronized void obey(BudgetOrder next, long nowMillis, Collection<ScoringEngine> engines) {
        if (!fresh) {
            LOG.info("Shares of the budget come by order");
        }
        order = next;
        fresh = true;
        obeyedAtMillis = nowMillis;
        apply(engines);
    }

    /** Goes back to the static share if the last order is too old. */
    synchronized void expire(long nowMillis, long timeoutMillis, Collection<ScoringEngine> engines) {
        if (fresh && nowMillis - obeyedAtMillis > timeoutMillis) {
            LOG.warn("No shares of the budget for {} ms: back to the static share", timeoutMillis);
            fresh = false;
        }
        apply(engines);
    }

    /** Gives every engine what it may spend now. */
    synchronized void apply(Collection<ScoringEngine> engines) {
        problem = null;
        for (ScoringEngine engine : engines) {
            try {
                apply(engine, engines.size());
            } catch (IllegalArgumentException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
    }

    /**
     * Gives a new engine its first share, before its first record.
     *
     * @throws IllegalArgumentException if it cannot keep a budget, and one holds
     */
    synchronized void admit(ScoringEngine engine, int others) {
        apply(engine, others + 1);
    }

    /** The engine spends what it likes until {@link #charge}. */
    synchronized void exempt(ScoringEngine engine) {
        if (inForce.getOrDefault(engine, Optional.empty()).isPresent()) {
            engine.budget(Optional.empty());
        }
        inForce.remove(engine);
        exempt.add(engine);
    }

    /** From now on the engine has a share like the others. */
    synchronized void charge(ScoringEngine engine, Collection<ScoringEngine> engines) {
        exempt.remove(engine);
        apply(engines);
    }

    synchronized BudgetReport report(Collection<ScoringEngine> engines) {
        List<EngineDemand> demands = engines.stream()
                .map(engine -> new EngineDemand(
                        engine.model().toString(),
                        engine.budgetStatus().map(BudgetStatus::demandPerSecond).orElse(0d)))
                .toList();
        BudgetOrder last = order;
        return last == null
                ? new BudgetReport("", 0, 0, problem, demands)
                : new BudgetReport(last.id(), last.term(), fresh ? last.round() : 0, problem, demands);
    }

    private void apply(ScoringEngine engine, int engines) {
        if (exempt.contains(engine)) {
            return;
        }
        Optional<ComputeBudget> whole = order == null ? configured : order.whole();
        Optional<ComputeBudget> own = whole.map(budget -> budget.withTlopsPerSecond(share(engine, budget, engines)));
        Optional<ComputeBudget> before = inForce.get(engine);
        if (before == null ? own.isPresent() : !before.equals(own)) {
            engine.budget(own);
        }
        inForce.put(engine, own);
    }

    private double share(ScoringEngine engine, ComputeBudget whole, int engines) {
        double fixed = whole.tlopsPerSecond() * partOfJob / engines;
        if (order == null || !fresh) {
            return fixed;
        }
        return order.shares().getOrDefault(engine.model().toString(), ShareRule.floor(fixed));
    }
}
