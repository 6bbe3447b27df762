package io.fathom.model.engine;

import java.util.concurrent.CompletableFuture;

/** A record under way. */
public interface ScoringTicket {

    /**
     * Completes with the result, or exceptionally with {@link RecordFailedException} (this record alone cannot be scored)
     * or {@link EngineClosedException}. Completed on an engine thread: dependents must be short.
     */
    CompletableFuture<ScoringResult> result();

    /**
     * Asks for the best answer available now: a record under way leaves after the cycle it is in, a waiting one is
     * answered at depth zero, or where the model has none goes to the front and runs one cycle. Its exit reason is {@link io.fathom.model.depth.ExitReason#DEADLINE}. Never blocks;
     * does nothing once the result is there.
     */
    void answerNow();
}
