package io.fathom.model.engine;

import io.fathom.model.budget.AuditOutcome;
import io.fathom.model.budget.BudgetLevel;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.depth.ExitSignal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The answer to one {@link ScoringRequest} and what it cost.
 *
 * @param answer what the model says
 * @param trace the way through the network
 * @param cost what it took
 * @param place where the budget had put it
 */
public record ScoringResult(Answer answer, Trace trace, Cost cost, Place place) {

    /** Of an engine without a budget. */
    public ScoringResult(Answer answer, Trace trace, Cost cost) {
        this(answer, trace, cost, Place.NONE);
    }

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
     * @param cyclesUsed cycles run for the answer; 0 at depth zero
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
     * @param batchRows rows in the batch of the last cycle; 0 for a record that left at depth zero
     * @param worker index of the engine's worker; −1 for a record that left at depth zero
     */
    public record Cost(long tlops, long tlopsFull, long queueNanos, long computeNanos, int batchRows, int worker) {}

    /**
     * Where a budget had put the record; all empty without a budget.
     *
     * @param operatingPoint the last point that the record was held to, by its index in the frontier
     * @param level step of the overload ladder at that moment
     * @param audit what became of it at full depth; empty for records that were not audited, or had no time to be
     */
    public record Place(OptionalInt operatingPoint, Optional<BudgetLevel> level, Optional<AuditOutcome> audit) {
        public static final Place NONE = new Place(OptionalInt.empty(), Optional.empty(), Optional.empty());

        public static Place at(int point, BudgetLevel level) {
            return new Place(OptionalInt.of(point), Optional.of(level), Optional.empty());
        }

        public Place audited(AuditOutcome outcome) {
            return new Place(operatingPoint, level, Optional.of(outcome));
        }
    }

    /** The same after an audit. */
    ScoringResult audited(AuditOutcome outcome) {
        return new ScoringResult(answer, trace, cost, place.audited(outcome));
    }
}
