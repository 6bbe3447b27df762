package io.fathom.model.engine;

import io.fathom.model.text.TokenizedText;
import java.util.concurrent.CompletableFuture;

/** A record between submission and answer, as its caller and the queue see it. Equality is identity. */
final class PendingRecord implements ScoringTicket, LengthGroups.Waiting {
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
