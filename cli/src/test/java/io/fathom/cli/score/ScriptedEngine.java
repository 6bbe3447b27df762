package io.fathom.cli.score;

import io.fathom.model.budget.BudgetStatus;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.ModelIdentity;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.engine.Answer;
import io.fathom.model.engine.EnginePlacement;
import io.fathom.model.engine.EngineStats;
import io.fathom.model.engine.RecordFailedException;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.engine.ScoringResult;
import io.fathom.model.engine.ScoringTicket;
import io.fathom.model.nn.Precision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Answers with the text itself as label, in pairs and the later one first; the text "bad" fails alone, the text "broken"
 * breaks the engine.
 */
final class ScriptedEngine implements ScoringEngine {
    private final Deque<Runnable> held = new ArrayDeque<>();

    @Override
    public synchronized ScoringTicket submit(ScoringRequest request) {
        CompletableFuture<ScoringResult> result = new CompletableFuture<>();
        held.push(() -> answer(request, result));
        if (held.size() == 2) {
            release();
        }
        return new ScoringTicket() {
            @Override
            public CompletableFuture<ScoringResult> result() {
                return result;
            }

            @Override
            public void answerNow() {}
        };
    }

    /** Answers what is held back. */
    synchronized void release() {
        while (!held.isEmpty()) {
            held.pop().run();
        }
    }

    private static void answer(ScoringRequest request, CompletableFuture<ScoringResult> result) {
        switch (request.text()) {
            case "bad" ->
                result.completeExceptionally(
                        new RecordFailedException("record " + request.id() + " failed", new RuntimeException()));
            case "broken" -> result.completeExceptionally(new IllegalStateException("the engine is broken"));
            default ->
                result.complete(new ScoringResult(
                        new Answer.Classification(
                                request.text(),
                                0.75f,
                                false,
                                List.of(new ScoringResult.LabelScore(request.text(), 0.75f))),
                        new ScoringResult.Trace(5, false, 2, 4, ExitReason.CONFIDENCE, List.of()),
                        new ScoringResult.Cost(20, 30, 1, 2, 3, 0)));
        }
    }

    @Override
    public ModelIdentity model() {
        return new ModelIdentity("scripted", "000000000000");
    }

    @Override
    public int maxCycles() {
        return 4;
    }

    @Override
    public EnginePlacement placement() {
        return new EnginePlacement("cpu", Precision.FLOAT32, false);
    }

    @Override
    public CostModel costModel() {
        return CostModel.headTail(1);
    }

    @Override
    public void budget(Optional<ComputeBudget> budget) {
        throw new UnsupportedOperationException("a scripted engine has no depth to take away");
    }

    @Override
    public Optional<BudgetStatus> budgetStatus() {
        return Optional.empty();
    }

    @Override
    public EngineStats stats() {
        return new EngineStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {}
}
