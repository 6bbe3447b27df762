package io.fathom.model.engine;

import io.fathom.model.budget.CostModel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Pays for the batch steps of one worker before they are run, and waits where the budget says so. Without a budget it costs
 * nothing. Owned by one worker thread.
 *
 * <p>A record pays for head and tail when it is admitted, so that whoever has run a cycle can be answered at any moment; what
 * reads the answer after every cycle pays for each with the cycle.
 */
final class StepPayments {
    /** A record that asks to be answered now, a new directive, or the end of the engine is seen this soon. */
    private static final long LONGEST_WAIT = 2_000_000;

    private final EngineBudget budget;
    private final CostModel costs;
    private final int modelCycles;
    private final BooleanSupplier closing;
    private final LongSupplier nanoClock;
    private @Nullable BudgetInForce paidTo;
    private long paidAt;
    private long paid;

    /** @param closing true once the engine only finishes what it has, without regard to the budget */
    StepPayments(
            EngineBudget budget, CostModel costs, int modelCycles, BooleanSupplier closing, LongSupplier nanoClock) {
        this.budget = budget;
        this.costs = costs;
        this.modelCycles = modelCycles;
        this.closing = closing;
        this.nanoClock = nanoClock;
    }

    /** Batches no larger than what goes with the rhythm of the ledger: a small budget is spent in small steps. */
    BatchLimits within(BatchLimits limits) {
        BudgetInForce now = budget.inForce();
        if (now == null) {
            return limits;
        }
        double tokens = now.ledger().burst() / Math.max(costs.layersPerCycle(), costs.outerLayers());
        return new BatchLimits(limits.rows(), (int) Math.max(1, Math.min(limits.paddedTokens(), tokens)));
    }

    /**
     * Waits until a record may be answered at depth zero, or go on from there: every record pays for the n-gram model, on the
     * thread that hands it over.
     */
    static void depthZero(EngineBudget budget, long cost, BooleanSupplier closing, LongSupplier nanoClock) {
        while (!closing.getAsBoolean()) {
            BudgetInForce now = budget.inForce();
            if (now == null) {
                return;
            }
            long nanos = nanoClock.getAsLong();
            now.tick(nanos);
            long wait = now.ledger().request(nanos, cost);
            if (wait == 0) {
                return;
            }
            LockSupport.parkNanos(budget, Math.min(wait, LONGEST_WAIT));
        }
    }

    /** Waits until head and tail of the rows may be run. */
    void admit(List<ActiveRow> rows) {
        if (budget.inForce() == null) {
            return;
        }
        int layers = budget.needsAnswer() ? costs.headLayers() : costs.outerLayers();
        long cost = 0;
        for (ActiveRow row : rows) {
            cost += (long) row.tokens() * layers;
        }
        pay(cost, null);
    }

    /**
     * Waits until the next cycle of the rows may be run.
     *
     * @return false if it was not paid for, because a row that has an answer to give is to leave at once
     */
    boolean cycle(List<ActiveRow> rows) {
        if (budget.inForce() == null) {
            return true;
        }
        boolean withAnswers = budget.needsAnswer();
        int layers = costs.layersPerCycle() + (withAnswers ? costs.tailLayers() : 0);
        long cost = 0;
        for (ActiveRow row : rows) {
            boolean comparesAnswers = row.isAudited() && row.cycles() + 1 == modelCycles && !withAnswers;
            cost += (long) row.tokens() * (layers + (comparesAnswers ? costs.tailLayers() : 0));
        }
        return pay(cost, rows);
    }

    /** Returns what tokens that skipped layers did not use of the cycle just run. */
    void ran(ActiveBatch.Reading reading, List<ActiveRow> rows) {
        BudgetInForce now = paidTo;
        if (now == null || !reading.skips()) {
            return;
        }
        long unused = 0;
        for (int r = 0; r < rows.size(); r++) {
            int tokens = rows.get(r).tokens();
            unused += (long) tokens * costs.layersPerCycle();
            for (int t = 0; t < tokens; t++) {
                unused -= Math.round(reading.values()[reading.openLayers(r) + t]);
            }
        }
        paid -= unused;
        now.ledger().giveBack(paidAt, unused);
    }

    /** Ends the time that counts as work: the worker goes to wait for records, or for the ledger. */
    void rest() {
        BudgetInForce before = paidTo;
        if (before != null) {
            before.tally().worked(paid, nanoClock.getAsLong() - paidAt);
            paidTo = null;
        }
    }

    private boolean pay(long cost, @Nullable List<ActiveRow> answerable) {
        rest();
        while (!closing.getAsBoolean()) {
            BudgetInForce now = budget.inForce();
            if (now == null) {
                return true;
            }
            long nanos = nanoClock.getAsLong();
            now.tick(nanos);
            long wait = now.ledger().request(nanos, cost);
            if (wait == 0) {
                paidTo = now;
                paidAt = nanos;
                paid = cost;
                return true;
            }
            if (answerable != null && answerable.stream().anyMatch(StepPayments::wantsOut)) {
                return false;
            }
            LockSupport.parkNanos(this, Math.min(wait, LONGEST_WAIT));
        }
        return true;
    }

    private static boolean wantsOut(ActiveRow row) {
        return row.hasAnswer() && row.record().urgent();
    }
}
