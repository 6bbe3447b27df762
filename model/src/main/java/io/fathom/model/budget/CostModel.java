package io.fathom.model.budget;

/**
 * Prices a record's way through a cycled network.
 *
 * <p>Unit: TLOp, one token through one transformer layer. With {@code t} tokens, {@code c} cycles over {@code m} shared
 * layers, one head layer, and {@code a} answers (runs of the tail layer; one, or one per cycle where the exit policy
 * reads the confidence):
 *
 * <pre>tlops = t * (1 + c * m + a)</pre>
 *
 * With one answer this is ZTT's {@code 2 + c (L - 2)} executed layers (papers.md 1.1). Padding is not charged: it is the
 * engine's waste, not the record's need.
 *
 * @param layersPerCycle shared layers run by one cycle, m
 */
public record CostModel(int layersPerCycle) {

    public CostModel {
        if (layersPerCycle < 1) {
            throw new IllegalArgumentException("layersPerCycle must be at least 1, but was " + layersPerCycle);
        }
    }

    /** Layers executed for a record of {@code cycles} cycles that was answered {@code answers} times. */
    public int executedLayers(int cycles, int answers) {
        if (cycles < 0 || answers < 0) {
            throw new IllegalArgumentException(
                    "cycles and answers must not be negative, but were " + cycles + " and " + answers);
        }
        return 1 + cycles * layersPerCycle + answers;
    }

    /** Cost of a record in TLOps. */
    public long tlops(int tokens, int cycles, int answers) {
        return (long) tokens * executedLayers(cycles, answers);
    }

    /** Cost of the same record at full depth with a single answer: what a fixed-depth model would pay. */
    public long tlopsFull(int tokens, int maxCycles) {
        return tlops(tokens, maxCycles, 1);
    }
}
