package io.fathom.model.engine;

import io.fathom.model.budget.BudgetLedger;
import io.fathom.model.budget.BudgetStatus;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.CostModel;
import io.fathom.model.budget.PointAgreement;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What decides depth in an engine now: the policy, or the frontier under a budget. Can be changed while records are under way. */
final class EngineBudget {
    private static final Logger LOG = LoggerFactory.getLogger(EngineBudget.class);

    private final String model;
    private final StepExits policy;
    private final @Nullable FrontierExits frontier;
    private final DriftWatch drift;
    private final CostModel costs;
    private final AdmissionQueue queue;
    private final int workers;
    private final LongSupplier nanoClock;
    private volatile @Nullable BudgetInForce inForce;

    /** @param frontier null where the model has none */
    EngineBudget(
            String model,
            StepExits policy,
            @Nullable FrontierExits frontier,
            DriftWatch drift,
            CostModel costs,
            AdmissionQueue queue,
            int workers,
            LongSupplier nanoClock) {
        this.model = model;
        this.policy = policy;
        this.frontier = frontier;
        this.drift = drift;
        this.costs = costs;
        this.queue = queue;
        this.workers = workers;
        this.nanoClock = nanoClock;
    }

    /** @throws IllegalArgumentException if there is no frontier, or one that turns token gates; nothing is changed */
    synchronized void change(Optional<ComputeBudget> wanted) {
        if (wanted.isEmpty()) {
            inForce = null;
            return;
        }
        long now = nanoClock.getAsLong();
        BudgetInForce before = inForce;
        ComputeBudget budget = wanted.get();
        if (frontier == null) {
            throw new IllegalArgumentException("a budget takes depth along the bundle's frontier, but " + model
                    + " has none: measure one with 'fathom calibrate'");
        }
        if (frontier.turnsGates()) {
            throw new IllegalArgumentException(
                    "a budget takes depth by stopping records between cycles, but the frontier"
                            + " of " + model
                            + " turns the gates of tokens: run it at one of its points, with the exit policy"
                            + " 'point:N'");
        }
        if (before == null || !before.budget().window().equals(budget.window())) {
            inForce = start(frontier, budget, new BudgetLedger(budget, now));
        } else if (before.budget().withTlopsPerSecond(budget.tlopsPerSecond()).equals(budget)) {
            before.rate(budget, now);
        } else {
            before.ledger().rate(budget.tlopsPerSecond(), now);
            inForce = start(frontier, budget, before.ledger());
        }
    }

    private BudgetInForce start(FrontierExits exits, ComputeBudget budget, BudgetLedger ledger) {
        LOG.info("budget of {}: {}", model, budget);
        return new BudgetInForce(model, budget, exits, costs, ledger, queue, workers, nanoClock);
    }

    /** The budget; null without one. */
    @Nullable
    BudgetInForce inForce() {
        return inForce;
    }

    /** Who leaves after the batch step that is run now. */
    StepExits exits() {
        BudgetInForce budget = inForce;
        return budget == null ? policy : budget.step();
    }

    /** Whether the next batch step computes answers with its cycle. */
    boolean needsAnswer() {
        BudgetInForce budget = inForce;
        return budget == null ? policy.needsAnswer() : budget.frontier().needsAnswer();
    }

    /** Takes note of an answer. */
    void answered(ScoringResult result) {
        BudgetInForce budget = inForce;
        if (budget != null) {
            budget.answered(result);
        }
        drift.answered(result);
    }

    /** How audits compare with what each point promises. */
    List<PointAgreement> agreements() {
        return drift.points();
    }

    Optional<BudgetStatus> status() {
        BudgetInForce budget = inForce;
        return budget == null ? Optional.empty() : Optional.of(budget.status(nanoClock.getAsLong()));
    }
}
