package io.fathom.model.engine;

import io.fathom.model.depth.ExitReason;
import io.fathom.model.depth.ExitSignal;
import java.util.List;

/**
 * The answer to one {@link ScoringRequest} and what it cost.
 *
 * @param answer what the model says
 * @param trace the way through the network
 * @param cost what it took
 */
public record ScoringResult(Answer answer, Trace trace, Cost cost) {

    /** The answer of a classifier, for callers who know that it is one. */
    public Answer.Classification classification() {
        if (answer instanceof Answer.Classification classification) {
            return classification;
        }
        throw new IllegalStateException("the answer must be a classifier's, but was " + answer);
    }

    /** The answer of a language model, for callers who know that it is one. */
    public Answer.Surprise surprise() {
        if (answer instanceof Answer.Surprise surprise) {
            return surprise;
        }
        throw new IllegalStateException("the answer must be a language model's, but was " + answer);
    }

    /** A label with its calibrated probability. */
    public record LabelScore(String label, float probability) {}

    /**
     * How deep the record went.
     *
     * @param tokens token ids that went through the network, special tokens included
     * @param truncated true if the text was longer than the model reads
     * @param cyclesUsed cycles run for the answer
     * @param maxCycles cycles that the model has
     * @param signals one per cycle run
     * @param tokenLayers layers that each token ran on the way to the answer, head and tail included; empty where every token
     *     ran every layer, as it does without hard token gates
     */
    public record Trace(
            int tokens,
            boolean truncated,
            int cyclesUsed,
            int maxCycles,
            ExitReason exitReason,
            List<ExitSignal> signals,
            List<Integer> tokenLayers) {
        public Trace {
            signals = List.copyOf(signals);
            tokenLayers = List.copyOf(tokenLayers);
        }

        /** Of a record whose tokens ran every layer. */
        public Trace(
                int tokens,
                boolean truncated,
                int cyclesUsed,
                int maxCycles,
                ExitReason exitReason,
                List<ExitSignal> signals) {
            this(tokens, truncated, cyclesUsed, maxCycles, exitReason, signals, List.of());
        }
    }

    /**
     * What the answer took.
     *
     * @param tlops token-layer operations charged, see {@link io.fathom.model.budget.CostModel}
     * @param tlopsFull the same record at full depth
     * @param queueNanos from submission to the first layer
     * @param computeNanos from the first layer to the answer, wall clock, shared with batch mates
     * @param batchRows rows in the batch of the last cycle
     * @param worker index of the engine's worker
     */
    public record Cost(long tlops, long tlopsFull, long queueNanos, long computeNanos, int batchRows, int worker) {}
}
