package io.fathom.model.engine;

import io.fathom.model.budget.BudgetStatus;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.CostModel;
import io.fathom.model.budget.PointAgreement;
import io.fathom.model.bundle.ModelIdentity;
import java.util.List;
import java.util.Optional;

/**
 * Scores records with one bundle on one device; shared by all threads of a process. Safe for use by many threads.
 */
public interface ScoringEngine extends AutoCloseable {

    /**
     * Hands a record over. Blocks while the engine's queue is full (back-pressure), returns at once otherwise.
     *
     * @throws InterruptedException if interrupted while the queue is full
     * @throws EngineClosedException if the engine has been closed
     */
    ScoringTicket submit(ScoringRequest request) throws InterruptedException;

    /** Name and version of the bundle, for outputs: every prediction says which model made it. */
    ModelIdentity model();

    /** Cycles that the model has. */
    int maxCycles();

    CostModel costModel();

    /** Where it computes. */
    EnginePlacement placement();

    /**
     * Changes the budget from the next batch step on; records under way follow it. What has been spent stays in the books
     * while the window is the same. Without a budget the exit policy of the engine's options decides again.
     *
     * @throws IllegalArgumentException if the bundle has no frontier to take depth from; nothing is changed
     */
    void budget(Optional<ComputeBudget> budget);

    /** Where the engine stands with its budget; empty without one. */
    Optional<BudgetStatus> budgetStatus();

    /**
     * How the latest audits of each operating point compare with what the frontier promised, cheapest point first; empty for a
     * bundle without a frontier.
     */
    default List<PointAgreement> agreements() {
        return List.of();
    }

    /** A snapshot of the engine's counters since its start. */
    EngineStats stats();

    /** Stops admission, lets the work in flight finish, then releases all native memory. Idempotent. */
    @Override
    void close();
}
