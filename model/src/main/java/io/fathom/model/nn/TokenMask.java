package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of a padded batch are real, and which keys a query may see.
 *
 * @param scores added to attention scores, 0 for keys in sight, −1e9 for others: [rows, 1, 1, tokens] for padding,
 *     [1, 1, tokens, tokens] where a token sees only itself and what stands before it, which keeps real queries from the
 *     padding behind them as well; null where every key is in sight, which saves the addition
 * @param shares each real token's share of its row's mean, [rows, tokens, 1]: 1/length, 0 for padding
 * @param signals what each token counts for in the signals of a cycle
 * @param lengths real tokens of each row
 */
@SuppressWarnings("ArrayRecordComponent") // lengths are handed over, never compared
record TokenMask(@Nullable NDArray scores, NDArray shares, SignalWeights signals, int[] lengths) {
    private static final float MASKED = -1e9f;

    /**
     * @param ids real tokens of each row, 1..tokens of them
     * @param tokens padded width
     * @param readout says which token is read and whether a token sees only itself and what stands before it
     */
    static TokenMask of(NDManager manager, int[][] ids, int tokens, Readout readout) {
        int rows = ids.length;
        int[] lengths = new int[rows];
        float[] shares = new float[rows * tokens];
        boolean padded = false;
        for (int r = 0; r < rows; r++) {
            int length = ids[r].length;
            if (length < 1 || length > tokens) {
                throw new IllegalArgumentException(
                        "length of row " + r + " must be between 1 and " + tokens + ", but was " + length);
            }
            lengths[r] = length;
            Arrays.fill(shares, r * tokens, r * tokens + length, 1f / length);
            padded |= length < tokens;
        }
        NDArray scores = readout.causal() ? causal(manager, tokens) : padded ? padding(manager, ids, tokens) : null;
        return new TokenMask(
                scores,
                manager.create(shares, new Shape(rows, tokens, 1)),
                SignalWeights.of(manager, ids, tokens, readout),
                lengths);
    }

    private static NDArray padding(NDManager manager, int[][] ids, int tokens) {
        float[] mask = new float[ids.length * tokens];
        for (int r = 0; r < ids.length; r++) {
            Arrays.fill(mask, r * tokens + ids[r].length, (r + 1) * tokens, MASKED);
        }
        return manager.create(mask, new Shape(ids.length, 1, 1, tokens));
    }

    private static NDArray causal(NDManager manager, int tokens) {
        float[] mask = new float[tokens * tokens];
        for (int t = 0; t < tokens; t++) {
            Arrays.fill(mask, t * tokens + t + 1, (t + 1) * tokens, MASKED);
        }
        return manager.create(mask, new Shape(1, 1, tokens, tokens));
    }

    /** Scores [rows, heads, tokens, tokens] with keys out of sight out of reach. */
    NDArray applyTo(NDArray attentionScores) {
        return scores == null ? attentionScores : attentionScores.add(scores);
    }

    /** Mean over each row's real tokens: [rows, tokens, n] to [rows, n]. */
    NDArray mean(NDArray perToken) {
        return perToken.mul(shares).sum(new int[] {1});
    }

    /** Maximum over each row's real tokens: [rows, tokens, n] to [rows, n]; not for a causal mask. */
    NDArray max(NDArray perToken) {
        if (scores == null) {
            return perToken.max(new int[] {1});
        }
        Shape shape = perToken.getShape();
        return perToken.add(scores.reshape(shape.get(0), shape.get(1), 1)).max(new int[] {1});
    }
}
