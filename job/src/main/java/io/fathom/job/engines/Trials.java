package io.fathom.job.engines;

import io.fathom.job.engines.TrialReport.Stage;
import io.fathom.model.engine.ScoringEngine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens candidates beside the engines in service, on a thread of their own, and keeps them open until every subtask has
 * moved to them or the candidate is dropped.
 *
 * <p>It is told what is wanted, again and again, and does what is missing; being told twice changes nothing.
 */
final class Trials {
    private static final Logger LOG = LoggerFactory.getLogger(Trials.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SharedEngines engines;
    private final SiteBudget budget;
    private final Executor worker;
    private final Map<BundleRef, SharedEngines.Lease> kept = new HashMap<>();
    private @Nullable Candidate candidate;
    private @Nullable TrialReport report;
    private Set<BundleRef> inService = Set.of();
    private boolean closed;

    /** @param worker runs one action after the other */
    Trials(SharedEngines engines, SiteBudget budget, Executor worker) {
        this.engines = engines;
        this.budget = budget;
        this.worker = worker;
    }

    /**
     * @param wanted the candidate, or null for none
     * @param serving bundles that records are stamped with, or may still be
     */
    synchronized void follow(@Nullable Candidate wanted, Set<BundleRef> serving, EngineFactory factory) {
        if (closed) {
            return;
        }
        inService = Set.copyOf(serving);
        if (wanted == null) {
            candidate = null;
            report = null;
        } else if (!wanted.equals(candidate)) {
            candidate = wanted;
            report = new TrialReport(wanted.directiveId(), Stage.LOADING, null);
            LOG.info("Trying out {} beside the engines in service", wanted.bundle());
            worker.execute(() -> run(wanted, factory));
        }
        dropUnwanted();
    }

    synchronized Optional<TrialReport> report() {
        return Optional.ofNullable(report);
    }

    /** Lets go of everything, on the worker. */
    synchronized void close() {
        closed = true;
        candidate = null;
        inService = Set.of();
        dropUnwanted();
    }

    private void run(Candidate wanted, EngineFactory factory) {
        SharedEngines.Lease lease = null;
        String problem = null;
        try {
            lease = engines.acquire(factory, wanted.bundle());
            if (lease.isFirst()) {
                listen(lease.engine());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem = "the TaskManager stopped";
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            LOG.warn("{} failed its trial; what is in service stays", wanted.bundle(), e);
            problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
        List<SharedEngines.Lease> leftOver = settle(wanted, lease, problem);
        leftOver.forEach(SharedEngines.Lease::close); // This is the worker.
    }

    /** A few texts, free of charge: by its share of the budget a new engine might take minutes for them, or shed them. */
    private void listen(ScoringEngine engine) throws InterruptedException {
        budget.exempt(engine);
        try {
            FirstWords.with(engine, PATIENCE);
        } finally {
            budget.charge(engine, engines.open());
        }
    }

    /** Notes the outcome; returns what is not to be kept open. */
    private synchronized List<SharedEngines.Lease> settle(
            Candidate wanted, SharedEngines.@Nullable Lease lease, @Nullable String problem) {
        if (wanted.equals(candidate)) {
            report = new TrialReport(wanted.directiveId(), problem == null ? Stage.READY : Stage.FAILED, problem);
        }
        if (lease == null) {
            return List.of();
        }
        if (problem != null || !isWanted(wanted.bundle())) {
            return List.of(lease);
        }
        SharedEngines.Lease earlier = kept.put(wanted.bundle(), lease);
        return earlier == null ? List.of() : List.of(earlier);
    }

    private void dropUnwanted() {
        kept.entrySet().removeIf(entry -> {
            boolean drop = !isWanted(entry.getKey());
            if (drop) {
                worker.execute(entry.getValue()::close);
            }
            return drop;
        });
    }

    private boolean isWanted(BundleRef bundle) {
        return inService.contains(bundle)
                || (candidate != null && candidate.bundle().equals(bundle));
    }
}
