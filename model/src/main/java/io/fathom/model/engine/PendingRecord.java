package io.fathom.model.engine;

import io.fathom.model.text.TokenizedText;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A record between submission and answer, as its caller and the queue see it. Equality is identity. */
final class PendingRecord implements ScoringTicket, LengthGroups.Waiting {
    /** In seconds. */
    private static final long CENTURIES = 4_000_000_000L;

    private final ScoringRequest request;
    private final TokenizedText text;
    private final int cycleLimit;
    private final long sequence;
    private final long submittedNanos;
    private final AdmissionQueue queue;
    private final CompletableFuture<ScoringResult> result = new CompletableFuture<>();
    private volatile boolean urgent;

    /** @param cycleLimit most cycles that this record may run, at most the model's */
    PendingRecord(
            ScoringRequest request,
            TokenizedText text,
            int cycleLimit,
            long sequence,
            long submittedNanos,
            AdmissionQueue queue) {
        this.request = request;
        this.text = text;
        this.cycleLimit = cycleLimit;
        this.sequence = sequence;
        this.submittedNanos = submittedNanos;
        this.queue = queue;
    }

    @Override
    public CompletableFuture<ScoringResult> result() {
        return result;
    }

    @Override
    public void answerNow() {
        if (!urgent && !result.isDone()) {
            urgent = true; // first, so that a worker that takes the record now sees it
            queue.expedite(this);
        }
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
