package io.fathom.job.engines;

import io.fathom.model.budget.BudgetStatus;
import io.fathom.model.budget.PointAgreement;
import io.fathom.model.engine.ScoringEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The engines that one subtask scores with, each leased from those of the TaskManager.
 *
 * <p>Every record says which bundle it is for, and uses that one's engine until it is done. A bundle that is no longer in
 * service is let go of when its last record is done, or at once if there is none: a replaced engine closes when the last
 * subtask lets go of it.
 *
 * <p>Records are taken into use by one thread, the task's; they are done on any.
 */
public final class SubtaskEngines implements AutoCloseable {
    private final SharedEngines shared;
    private final EngineFactory factory;
    /** Closes leases: the last one waits for the engine's own threads, so none of those may do it. */
    private final Executor closing;

    private final Map<BundleRef, Seat> seats = new HashMap<>();
    private @Nullable Set<BundleRef> inService;
    private volatile int mostPoints;
    private boolean closed;

    SubtaskEngines(SharedEngines shared, EngineFactory factory, Executor closing) {
        this.shared = shared;
        this.factory = factory;
        this.closing = closing;
    }

    /**
     * The bundle's engine, for one record. Opens the engine if no subtask has yet, which takes seconds; that is so only for
     * records that were restored from a checkpoint.
     */
    public Use use(BundleRef bundle) throws Exception {
        Seat seat = seat(bundle);
        synchronized (this) {
            seat.uses++;
            return new Use(seat);
        }
    }

    /** Leases the engines of these bundles, and lets go of all others as soon as they are idle. */
    void serveOnly(Set<BundleRef> bundles) throws Exception {
        for (BundleRef bundle : bundles) {
            seat(bundle);
        }
        List<SharedEngines.Lease> idle = new ArrayList<>();
        synchronized (this) {
            inService = Set.copyOf(bundles);
            seats.values().stream().filter(this::isOver).toList().forEach(seat -> idle.add(vacate(seat)));
        }
        idle.forEach(lease -> closing.execute(lease::close));
    }

    /** The engines that this subtask's records go to now. */
    public synchronized List<ScoringEngine> open() {
        return seats.values().stream().map(seat -> seat.lease.engine()).toList();
    }

    /** Where those engines stand that have a budget. */
    public synchronized List<BudgetStatus> budgets() {
        return seats.values().stream()
                .flatMap(seat -> seat.lease.engine().budgetStatus().stream())
                .toList();
    }

    /** How audits compare with the promises, for every operating point of every engine. */
    public synchronized List<PointAgreement> agreements() {
        return seats.values().stream()
                .flatMap(seat -> seat.lease.engine().agreements().stream())
                .toList();
    }

    /** Most operating points that any engine had that was leased so far. */
    public int mostPoints() {
        return mostPoints;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        List<SharedEngines.Lease> leases = new ArrayList<>();
        synchronized (this) {
            closed = true;
            seats.values().forEach(seat -> leases.add(seat.lease));
            seats.clear();
        }
        leases.forEach(SharedEngines.Lease::close);
    }

    private Seat seat(BundleRef bundle) throws Exception {
        synchronized (this) {
            Seat seat = seats.get(bundle);
            if (seat != null) {
                return seat;
            }
        }
        SharedEngines.Lease lease = shared.acquire(factory, bundle);
        synchronized (this) {
            if (closed) {
                closing.execute(lease::close);
                throw new IllegalStateException("the subtask has been closed, and takes no more records");
            }
            Seat seat = new Seat(bundle, lease);
            seats.put(bundle, seat);
            mostPoints = Math.max(mostPoints, lease.engine().agreements().size());
            return seat;
        }
    }

    private void done(Seat seat) {
        SharedEngines.Lease last = null;
        synchronized (this) {
            seat.uses--;
            if (!closed && isOver(seat)) {
                last = vacate(seat);
            }
        }
        if (last != null) {
            closing.execute(last::close);
        }
    }

    private boolean isOver(Seat seat) {
        return seat.uses == 0 && inService != null && !inService.contains(seat.bundle);
    }

    private SharedEngines.Lease vacate(Seat seat) {
        seats.remove(seat.bundle, seat);
        return seat.lease;
    }

    private static final class Seat {
        private final BundleRef bundle;
        private final SharedEngines.Lease lease;
        private int uses;

        private Seat(BundleRef bundle, SharedEngines.Lease lease) {
            this.bundle = bundle;
            this.lease = lease;
        }
    }

    /** One record's use of an engine; closing it says that the record is done, twice is the same as once. */
    public final class Use implements AutoCloseable {
        private final Seat seat;
        private boolean over;

        private Use(Seat seat) {
            this.seat = seat;
        }

        public ScoringEngine engine() {
            return seat.lease.engine();
        }

        /** Says that the engine has stopped by itself. */
        public void engineLost() {
            seat.lease.engineLost();
        }

        @Override
        public void close() {
            synchronized (SubtaskEngines.this) {
                if (over) {
                    return;
                }
                over = true;
            }
            done(seat);
        }
    }
}
