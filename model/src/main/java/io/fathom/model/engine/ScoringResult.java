package io.fathom.model.engine;

import io.fathom.model.depth.ExitReason;
import io.fathom.model.depth.ExitSignal;
import java.util.List;

/**
 * The answer to one {@link ScoringRequest} and what it cost.
 *
 * @param label the most probable in-scope label
 * @param score calibrated probability of {@code label}, 0..1
 * @param outOfScope true if the bundle rejects out-of-scope texts and {@code score} is below its threshold
 * @param alternatives the most probable labels, best first, {@code label} included
 * @param trace the way through the network
 * @param cost what it took
 */
public record ScoringResult(
        String label, float score, boolean outOfScope, List<LabelScore> alternatives, Trace trace, Cost cost) {

    public ScoringResult {
        alternatives = List.copyOf(alternatives);
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
