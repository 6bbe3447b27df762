package io.fathom.model.engine;

import io.fathom.model.budget.Admission;
import io.fathom.model.budget.BudgetController;
import io.fathom.model.budget.BudgetDirective;
import io.fathom.model.budget.BudgetLedger;
import io.fathom.model.budget.BudgetStatus;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.CostModel;
import io.fathom.model.budget.IdSample;
import io.fathom.model.budget.RecordPoint;
import io.fathom.model.budget.TenantShares;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One budget as the threads of an engine meet it: the books, the directive in force, and the controller behind it. Whoever
 * comes by when a sample is due takes it, so there is no thread that could fall behind. Safe for use by many threads.
 */
final class BudgetInForce {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetInForce.class);
    private static final int SAMPLES_A_WINDOW = 32;
    private static final long AUDIT_SALT = 0xA0D17;

    private final String model;
    private final FrontierExits frontier;
    private final CostModel layers;
    private final AdmissionQueue queue;
    private final TenantShares tenants;
    private final IdSample audits;
    private final BudgetLedger ledger;
    private final BudgetTally tally;
    private final LongAdder shed = new LongAdder();
    private final long sampleNanos;
    private final LongSupplier nanoClock;
    /** Held by the one who takes a sample. */
    private final ReentrantLock sampling = new ReentrantLock();

    private final BudgetController controller;
    private volatile ComputeBudget budget;
    private volatile BudgetDirective directive;
    private volatile long nextSample;

    BudgetInForce(
            String model,
            ComputeBudget budget,
            FrontierExits frontier,
            CostModel layers,
            BudgetLedger ledger,
            AdmissionQueue queue,
            int workers,
            LongSupplier nanoClock) {
        long now = nanoClock.getAsLong();
        this.model = model;
        this.nanoClock = nanoClock;
        this.budget = budget;
        this.frontier = frontier;
        this.layers = layers;
        this.ledger = ledger;
        this.queue = queue;
        this.tenants = new TenantShares(budget.tenantShares());
        this.audits = new IdSample(budget.auditShare(), AUDIT_SALT);
        this.tally = new BudgetTally(
                workers, tenants.count(), (double) budget.window().toNanos() * 1e-9, now);
        this.controller = new BudgetController(budget, frontier.costs(), now);
        this.directive = controller.directive(now);
        this.sampleNanos = budget.window().toNanos() / SAMPLES_A_WINDOW;
        this.nextSample = now + sampleNanos;
    }

    ComputeBudget budget() {
        return budget;
    }

    FrontierExits frontier() {
        return frontier;
    }

    BudgetLedger ledger() {
        return ledger;
    }

    BudgetTally tally() {
        return tally;
    }

    /** Changes nothing but the rate, from now on. */
    void rate(ComputeBudget changed, long now) {
        sampling.lock();
        try {
            budget = changed;
            ledger.rate(changed.tlopsPerSecond(), now);
            controller.rate(changed.tlopsPerSecond());
        } finally {
            sampling.unlock();
        }
    }

    /** Takes a sample if one is due and nobody else is at it. */
    void tick(long now) {
        if (now - nextSample >= 0 && sampling.tryLock()) {
            try {
                if (now - nextSample >= 0) {
                    nextSample = now + sampleNanos;
                    controller.onSample(tally.sample(now, queue.tokens(), waitingOfTenants()));
                    obey(controller.directive(now));
                }
            } finally {
                sampling.unlock();
            }
        }
    }

    private void obey(BudgetDirective next) {
        BudgetDirective before = directive;
        directive = next;
        if (before.level() != next.level()) {
            LOG.info(
                    "budget of {}: {} after {}, point {} of {}..{}, demand {} of {} TLOps/s",
                    model,
                    next.level(),
                    before.level(),
                    next.point(),
                    next.range().cheapest(),
                    next.range().richest(),
                    Math.round(next.demandPerSecond()),
                    Math.round(budget.tlopsPerSecond()));
        }
    }

    private long[] waitingOfTenants() {
        long[] waiting = new long[tenants.count()];
        if (waiting.length > 0) {
            queue.forEachWaiting(record -> {
                int tenant = tenant(record);
                if (tenant >= 0) {
                    waiting[tenant] += record.tokens();
                }
            });
        }
        return waiting;
    }

    /** Counts a record that was handed over; true if it is to be turned away. */
    boolean sheds(PendingRecord record) {
        int tenant = tenant(record);
        tally.arrived(record.tokens(), tenant, record.ageNanos());
        tick(record.submittedNanos());
        boolean sheds = Admission.sheds(
                budget,
                directive,
                record.id(),
                tenant,
                record.priority(),
                (double) record.ageNanos() * 1e-9,
                queue.tokens());
        if (sheds) {
            shed.increment();
        }
        return sheds;
    }

    /** Counts an answer that was found under a budget. */
    void answered(ScoringResult result) {
        result.place().operatingPoint().ifPresent(point -> {
            int tokens = result.trace().tokens();
            double planned = frontier.costs().at(point) * tokens;
            long ran = result.cost().tlops() / tokens;
            tally.answered(result.cost().tlops(), planned, ran, result.cost().computeNanos());
        });
    }

    /** What is decided in the batch step that is run now. */
    StepExits step() {
        return new StepExits.ByBudget(this, directive, nanoClock.getAsLong());
    }

    private int tenant(PendingRecord record) {
        return tenants.count() == 0 ? -1 : record.tenant().map(tenants::number).orElse(-1);
    }

    BudgetStatus status(long now) {
        tick(now);
        BudgetDirective d = directive;
        return new BudgetStatus(
                d.level(),
                d.point(),
                budget.tlopsPerSecond(),
                ledger.spentPerSecond(now),
                frontier.costs().at(d.point()) * (double) queue.tokens(),
                d.demandPerSecond(),
                ledger.spentEver(),
                ledger.overspend(),
                shed.sum());
    }

    boolean audits(PendingRecord record) {
        return audits.contains(record.id());
    }

    /** The point that a row may have now: by its tenant, its priority, and the time that is left to it. */
    int point(ActiveRow row, BudgetDirective now, long nanos) {
        return point(row.record(), layers.executedLayers(row.cycles(), row.timesAnswered()), now, nanos);
    }

    /** The same of a record that has run so many layers. */
    int point(PendingRecord record, int executedLayers, BudgetDirective now, long nanos) {
        int point = RecordPoint.byPriority(now.pointOf(tenant(record)), now.range(), record.priority());
        if (!record.hasDeadline()) {
            return point;
        }
        return RecordPoint.bySlack(
                point,
                now.range(),
                frontier.costs(),
                executedLayers,
                tally.secondsPerLayer(),
                (double) record.nanosLeft(nanos) * 1e-9);
    }
}
