package io.fathom.model.budget;

/**
 * Prices a record's way through a cycled network.
 *
 * <p>Unit: TLOp, one token through one transformer layer. With {@code t} tokens, {@code c} cycles over {@code m} layers,
 * {@code h} head layers, and {@code a} answers (runs of the {@code l} tail layers; one, or one per cycle where the exit
 * policy reads the confidence):
 *
 * <pre>tlops = t * (h + c * m + a * l)</pre>
 *
 * With one head layer, one tail layer and one answer this is ZTT's {@code 2 + c (L - 2)} executed layers (papers.md 1.1).
 * Where routers let tokens skip layers (hard gates, papers.md 2.5), the layers that tokens really ran take the place of
 * {@code t · c · m}: with n layers of which the first has no router, that is {@code t (1 + (n - 1) α)} for a share α of open
 * gates. What is left out is the feed-forward; the keys that a halted token still serves are not charged.
 *
 * <p>With depth zero every record pays for the n-gram model as well, {@code max(1, round(t · z))} with its measured cost z a
 * token; a record that leaves there pays nothing else.
 *
 * <p>Padding is not charged: it is the engine's waste, not the record's need.
 *
 * @param headLayers layers run once before the first cycle
 * @param layersPerCycle layers run by one cycle, m
 * @param tailLayers layers run for each answer
 * @param depthZeroPerToken TLOps of the n-gram model a token, z; 0 without depth zero
 */
public record CostModel(int headLayers, int layersPerCycle, int tailLayers, double depthZeroPerToken) {

    public CostModel {
        if (!(depthZeroPerToken >= 0) || Double.isInfinite(depthZeroPerToken)) {
            throw new IllegalArgumentException(
                    "depthZeroPerToken must be at least 0 and finite, but was " + depthZeroPerToken);
        }
        if (headLayers < 0 || tailLayers < 0) {
            throw new IllegalArgumentException(
                    "headLayers and tailLayers must not be negative, but were " + headLayers + " and " + tailLayers);
        }
        if (layersPerCycle < 1) {
            throw new IllegalArgumentException("layersPerCycle must be at least 1, but was " + layersPerCycle);
        }
    }

    /** Without depth zero. */
    public CostModel(int headLayers, int layersPerCycle, int tailLayers) {
        this(headLayers, layersPerCycle, tailLayers, 0);
    }

    /** The same with depth zero. */
    public CostModel withDepthZero(double perToken) {
        return new CostModel(headLayers, layersPerCycle, tailLayers, perToken);
    }

    public boolean hasDepthZero() {
        return depthZeroPerToken > 0;
    }

    /** Cost of the n-gram model in TLOps, which every record pays; 0 without depth zero. */
    public long depthZero(int tokens) {
        return hasDepthZero() ? Math.max(1, Math.round(tokens * depthZeroPerToken)) : 0;
    }

    /** One head layer, m cycled layers, one tail layer. */
    public static CostModel headTail(int layersPerCycle) {
        return new CostModel(1, layersPerCycle, 1);
    }

    /** Layers executed for a record of {@code cycles} cycles that was answered {@code answers} times. */
    public int executedLayers(int cycles, int answers) {
        if (cycles < 0 || answers < 0) {
            throw new IllegalArgumentException(
                    "cycles and answers must not be negative, but were " + cycles + " and " + answers);
        }
        return headLayers + cycles * layersPerCycle + answers * tailLayers;
    }

    /** Cost of a record in TLOps; with 0 cycles that of depth zero, where there is one. */
    public long tlops(int tokens, int cycles, int answers) {
        return cycles == 0 && hasDepthZero() ? depthZero(tokens) : inNetwork(tokens, cycles, answers);
    }

    private long inNetwork(int tokens, int cycles, int answers) {
        return depthZero(tokens) + (long) tokens * executedLayers(cycles, answers);
    }

    /**
     * Cost in TLOps of a record whose tokens ran some of the middle layers and not others.
     *
     * @param middleLayersRun sum over its tokens of the middle layers that each ran
     */
    public long tlopsOfRouted(int tokens, long middleLayersRun, int answers) {
        if (middleLayersRun < 0) {
            throw new IllegalArgumentException("middleLayersRun must not be negative, but was " + middleLayersRun);
        }
        return inNetwork(tokens, 0, answers) + middleLayersRun;
    }

    /** Layers that every token runs on the way to one answer, whatever it does in between. */
    public int outerLayers() {
        return headLayers + tailLayers;
    }

    /** Cost of the same record at full depth with a single answer: what a fixed-depth model would pay. */
    public long tlopsFull(int tokens, int maxCycles) {
        return tlops(tokens, maxCycles, 1);
    }
}
