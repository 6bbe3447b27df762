package io.fathom.model.engine;

import io.fathom.model.budget.BudgetLevel;
import io.fathom.model.text.TokenizedText;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A record between submission and answer, as its caller and the queue see it. Equality is identity. */
final class PendingRecord implements ScoringTicket, LengthGroups.Waiting {
    /** In seconds. */
    private static final long CENTURIES = 4_000_000_000L;

    private static final float[] NO_NGRAMS = {};

    private final ScoringRequest request;
    private final TokenizedText text;
    private final int cycleLimit;
    private final long sequence;
    private final long submittedNanos;
    private final AdmissionQueue queue;
    private final CompletableFuture<ScoringResult> result = new CompletableFuture<>();
    private final @Nullable DepthZeroAnswer depthZero;
    private final DepthZeroExit exit;
    private volatile boolean urgent;
    // written by the submitting thread before the queue hands the record on
    private OptionalInt point = OptionalInt.empty();
    private @Nullable BudgetLevel level;
    private @Nullable ScoringResult early;

    /** Answers a record that is out of time before a worker has taken it. */
    interface DepthZeroExit {
        void answer(PendingRecord record);
    }

    /**
     * @param cycleLimit most cycles that this record may run, at most the model's
     * @param depthZero what the n-gram model says; null where the model has none
     * @param exit for a record that has such an answer
     */
    PendingRecord(
            ScoringRequest request,
            TokenizedText text,
            int cycleLimit,
            long sequence,
            long submittedNanos,
            AdmissionQueue queue,
            @Nullable DepthZeroAnswer depthZero,
            DepthZeroExit exit) {
        this.request = request;
        this.text = text;
        this.cycleLimit = cycleLimit;
        this.sequence = sequence;
        this.submittedNanos = submittedNanos;
        this.queue = queue;
        this.depthZero = depthZero;
        this.exit = exit;
    }

    @Override
    public CompletableFuture<ScoringResult> result() {
        return result;
    }

    @Override
    public void answerNow() {
        if (!urgent && !result.isDone()) {
            urgent = true; // first, so that a worker that takes the record now sees it
            if (depthZero == null) {
                queue.expedite(this);
            } else if (queue.remove(this)) {
                exit.answer(this);
            }
        }
    }

    boolean hasDepthZero() {
        return depthZero != null;
    }

    /** What the n-gram model says; only if it {@link #hasDepthZero}. */
    DepthZeroAnswer depthZero() {
        return Objects.requireNonNull(depthZero, "no depth zero");
    }

    /** Log-probabilities of the n-gram model; empty without one. */
    float[] ngrams() {
        return depthZero == null ? NO_NGRAMS : depthZero.scores();
    }

    /** Notes where the budget has put it at depth zero. */
    void place(int newPoint, BudgetLevel newLevel) {
        point = OptionalInt.of(newPoint);
        level = newLevel;
    }

    /** The operating point that it was held to at depth zero; empty where no budget has given it one. */
    OptionalInt point() {
        return point;
    }

    @Nullable
    BudgetLevel level() {
        return level;
    }

    /** Has its answer from depth zero, and goes on to see whether full depth would have changed it. */
    void goOn(ScoringResult answered) {
        early = answered;
    }

    /** The answer that an audit is to compare; null where none was found at depth zero. */
    @Nullable
    ScoringResult early() {
        return early;
    }

    @Override
    public int tokens() {
        return text.length();
    }

    @Override
    public long sequence() {
        return sequence;
    }

    boolean urgent() {
        return urgent;
    }

    String id() {
        return request.id();
    }

    /** As the network reads it. */
    TokenizedText text() {
        return text;
    }

    /** As it came. */
    String sourceText() {
        return request.text();
    }

    int cycleLimit() {
        return cycleLimit;
    }

    int priority() {
        return request.terms().priority();
    }

    Optional<String> tenant() {
        return request.terms().tenant();
    }

    /** How long it had waited when it was handed over. */
    long ageNanos() {
        return Math.max(0, nanos(request.terms().age()));
    }

    /** Whether nothing but the operating point ends it before full depth. */
    boolean freeToGoOn() {
        return !urgent && request.maxCycles().isEmpty();
    }

    boolean hasDeadline() {
        return request.terms().timeLeft().isPresent();
    }

    /** Until its deadline; only with one. */
    long nanosLeft(long now) {
        return nanos(request.terms().timeLeft().orElseThrow()) - (now - submittedNanos);
    }

    /** Centuries are as good as for ever. */
    private static long nanos(Duration duration) {
        long seconds = Math.max(-CENTURIES, Math.min(CENTURIES, duration.toSeconds()));
        return seconds == duration.toSeconds() ? duration.toNanos() : seconds * 1_000_000_000;
    }

    long submittedNanos() {
        return submittedNanos;
    }

    /** What the record weighs against {@link EngineOptions#queueBytes()}. */
    long bytes() {
        return bytes(request);
    }

    static long bytes(ScoringRequest request) {
        return (long) request.text().length() * Character.BYTES;
    }
}
