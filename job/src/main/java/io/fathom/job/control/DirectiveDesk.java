package io.fathom.job.control;

import io.fathom.job.engines.BundleRef;
import io.fathom.job.engines.Candidate;
import io.fathom.job.engines.SiteAddress;
import io.fathom.job.engines.TrialReport;
import io.fathom.job.engines.TrialReport.Stage;
import io.fathom.schemas.BudgetDirective;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.ControlOutcome;
import io.fathom.schemas.LimitsDirective;
import io.fathom.schemas.ModelDirective;
import io.fathom.schemas.OverflowAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of directives: the one place for the whole job, so that each is answered once.
 *
 * <p>Limits are in force as soon as they are found valid; they travel with the records. A budget is when every TaskManager
 * has reported that it keeps it, a model when every one has it ready. Until then what was in force stays, and it stays for
 * good if one TaskManager reports a failure or is not ready in time. What the desk hears from TaskManagers is not in its state: after a restore they report anew.
 */
public final class DirectiveDesk {
    /** Ids to remember. The control topic is read in order, so a copy comes soon after its original. */
    private static final int MOST_SEEN = 1024;

    private final String jobId;
    private final Duration patience;
    private final Clock clock;
    private final List<ControlAck> acks = new ArrayList<>();
    private final List<String> seen;
    private final NavigableMap<Integer, SiteReport> reports = new TreeMap<>();
    private Ruling ruling;
    private @Nullable PendingModel pending;
    private @Nullable PendingBudget told;
    private long pendingSince;
    private long toldSince;

    /**
     * @param jobId says in acknowledgements who has decided
     * @param patience how long TaskManagers may take to get a model ready
     */
    public DirectiveDesk(DeskState state, String jobId, Duration patience, Clock clock) {
        this.jobId = jobId;
        this.patience = patience;
        this.clock = clock;
        this.seen = new ArrayList<>(state.seen());
        this.ruling = state.ruling();
        this.pending = state.model();
        this.told = state.budget();
        this.pendingSince = clock.millis();
        this.toldSince = clock.millis();
    }

    Ruling ruling() {
        return ruling;
    }

    Optional<Candidate> candidate() {
        return Optional.ofNullable(pending).map(PendingModel::candidate);
    }

    /** The budget that TaskManagers are to keep: the one under way, or the one in force; null for the configured one. */
    @Nullable
    BudgetTerms budgetToTell() {
        return told == null ? ruling.budget() : told.terms();
    }

    /** Names {@link #budgetToTell} in orders and reports. */
    String budgetId() {
        return told == null ? "epoch-" + ruling.epoch() : told.directiveId();
    }

    DeskState state() {
        return new DeskState(ruling, pending, told, List.copyOf(seen));
    }

    /** What was decided since the last call. */
    List<ControlAck> takeAcks() {
        List<ControlAck> taken = List.copyOf(acks);
        acks.clear();
        return taken;
    }

    /** A record of the control topic that is no directive. */
    void refuse(DirectiveOrigin origin, String reason) {
        answer(null, origin, ControlOutcome.REFUSED, reason);
    }

    /** A directive; one whose id was seen before is passed over. */
    void receive(ControlDirective directive, DirectiveOrigin origin) {
        String id = directive.getId();
        if (seen.contains(id)) {
            return;
        }
        remember(id);
        Optional<String> broken = DirectiveRules.broken(directive);
        if (broken.isPresent()) {
            answer(id, origin, ControlOutcome.REFUSED, broken.get());
            return;
        }
        BudgetDirective budget = directive.getBudget();
        LimitsDirective limits = directive.getLimits();
        if (budget != null) {
            if (told != null) {
                drop(told, ControlOutcome.SUPERSEDED, Sentences.superseded(id));
            }
            told = new PendingBudget(id, terms(budget), origin);
            toldSince = clock.millis();
        } else if (limits != null) {
            ruling = ruling.with(
                    new DepthLimits(limits.getMaxCycles(), limits.getCheapestPoint(), limits.getRichestPoint()));
            answer(id, origin, ControlOutcome.APPLIED, Sentences.of(ruling.limits()));
        } else {
            receive(id, Objects.requireNonNull(directive.getModel()), origin);
        }
    }

    /** What a TaskManager has to say; the report may decide a change that is under way. */
    public void hear(SiteReport report) {
        SiteReport before = reports.put(report.subtask(), report);
        reports.tailMap(report.subtasks(), true).clear();
        // To look through all reports for each one that comes would be too much with thousands of them.
        boolean news = before == null || !report.standsLike(before);
        if (pending != null && (news || isLate(pendingSince))) {
            decide(pending, report.subtasks());
        }
        if (told != null && (news || isLate(toldSince))) {
            decide(told, report.subtasks());
        }
    }

    /** Where TaskManagers listen for their orders, as far as they have been heard. */
    Set<SiteAddress> addresses() {
        Set<SiteAddress> addresses = new LinkedHashSet<>();
        for (SiteReport report : reports.values()) {
            if (report.address() != null) {
                addresses.add(report.address());
            }
        }
        return addresses;
    }

    private boolean isLate(long since) {
        return clock.millis() - since > patience.toMillis();
    }

    private void decide(PendingModel change, int subtasks) {
        Optional<SiteReport> failed = reports.values().stream()
                .filter(r -> is(r, change, Stage.FAILED))
                .findFirst();
        long ready = reports.values().stream()
                .filter(r -> is(r, change, Stage.READY))
                .count();
        if (failed.isPresent()) {
            TrialReport trial = Objects.requireNonNull(failed.get().trial());
            drop(change, ControlOutcome.FAILED, Sentences.unusable(change, failed.get(), trial, ruling));
        } else if (ready == subtasks) {
            pending = null;
            ruling = ruling.with(change.next());
            answer(
                    change.candidate().directiveId(),
                    change.origin(),
                    ControlOutcome.APPLIED,
                    ruling.model() + " in service");
        } else if (isLate(pendingSince)) {
            drop(change, ControlOutcome.FAILED, Sentences.late(change, ready, subtasks, patience, ruling));
        }
    }

    private void decide(PendingBudget change, int subtasks) {
        List<SiteReport> obeyed = reports.values().stream()
                .filter(r -> r.budget().orderId().equals(change.directiveId()))
                .toList();
        Optional<SiteReport> failed =
                obeyed.stream().filter(r -> r.budget().problem() != null).findFirst();
        if (failed.isPresent()) {
            drop(change, ControlOutcome.FAILED, Sentences.unkept(failed.get()));
        } else if (obeyed.size() == subtasks) {
            told = null;
            ruling = ruling.with(change.terms());
            answer(change.directiveId(), change.origin(), ControlOutcome.APPLIED, Sentences.of(change.terms()));
        } else if (isLate(toldSince)) {
            drop(change, ControlOutcome.FAILED, Sentences.unheard(obeyed.size(), subtasks, patience));
        }
    }

    private void receive(String id, ModelDirective directive, DirectiveOrigin origin) {
        BundleRef bundle = new BundleRef(directive.getBundle(), directive.getSha256());
        BundleRef stable = ruling.model().stable();
        boolean all = directive.getCanaryShare() == 1;
        if (!all && bundle.equals(stable)) {
            answer(id, origin, ControlOutcome.REFUSED, Sentences.canaryOfItself(bundle));
            return;
        }
        if (pending != null) {
            drop(pending, ControlOutcome.SUPERSEDED, Sentences.superseded(id));
        }
        ModelRule next = all ? ModelRule.only(bundle) : new ModelRule(stable, bundle, directive.getCanaryShare());
        if (ruling.model().bundles().contains(bundle)) {
            ruling = ruling.with(next);
            answer(id, origin, ControlOutcome.APPLIED, ruling.model() + " in service");
            return;
        }
        pending = new PendingModel(new Candidate(id, bundle), next, origin);
        pendingSince = clock.millis();
    }

    private void drop(PendingModel change, ControlOutcome outcome, String reason) {
        pending = null;
        answer(change.candidate().directiveId(), change.origin(), outcome, reason);
    }

    private void drop(PendingBudget change, ControlOutcome outcome, String reason) {
        told = null;
        answer(change.directiveId(), change.origin(), outcome, reason);
    }

    private static boolean is(SiteReport report, PendingModel change, Stage stage) {
        TrialReport trial = report.trial();
        return trial != null
                && trial.stage() == stage
                && trial.directiveId().equals(change.candidate().directiveId());
    }

    private static BudgetTerms terms(BudgetDirective budget) {
        OverflowAnswer overflow = budget.getOverflow();
        return new BudgetTerms(
                budget.getTlopsPerSecond(),
                budget.getWindowMillis(),
                budget.getTargetLatencyMillis(),
                overflow == null ? null : overflow == OverflowAnswer.SHED);
    }

    private void remember(String id) {
        seen.add(id);
        if (seen.size() > MOST_SEEN) {
            seen.remove(0);
        }
    }

    private void answer(@Nullable String id, DirectiveOrigin origin, ControlOutcome outcome, String message) {
        acks.add(ControlAck.newBuilder()
                .setDirectiveId(id)
                .setOutcome(outcome)
                .setMessage(message)
                .setEpoch(ruling.epoch())
                .setJobId(jobId)
                .setOriginPartition(origin.partition())
                .setOriginOffset(origin.offset())
                .setDecidedAt(clock.instant())
                .build());
    }
}
