package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of a padded batch are real.
 *
 * @param scores added to attention scores, [rows, 1, 1, tokens]: 0 for real keys, −1e9 for padding; null where no row is
 *     padded, which saves the addition
 * @param shares each real token's share of its row's mean, [rows, tokens, 1]: 1/length, 0 for padding
 */
record PaddingMask(@Nullable NDArray scores, NDArray shares) {
    private static final float MASKED = -1e9f;

    /**
     * @param lengths real tokens of each row, each in 1..tokens
     * @param tokens padded width
     */
    static PaddingMask of(NDManager manager, int[] lengths, int tokens) {
        int rows = lengths.length;
        float[] shares = new float[rows * tokens];
        boolean padded = false;
        for (int r = 0; r < rows; r++) {
            if (lengths[r] < 1 || lengths[r] > tokens) {
                throw new IllegalArgumentException(
                        "length of row " + r + " must be between 1 and " + tokens + ", but was " + lengths[r]);
            }
            Arrays.fill(shares, r * tokens, r * tokens + lengths[r], 1f / lengths[r]);
            padded |= lengths[r] < tokens;
        }
        NDArray scores = null;
        if (padded) {
            float[] mask = new float[rows * tokens];
            for (int r = 0; r < rows; r++) {
                Arrays.fill(mask, r * tokens + lengths[r], (r + 1) * tokens, MASKED);
            }
            scores = manager.create(mask, new Shape(rows, 1, 1, tokens));
        }
        return new PaddingMask(scores, manager.create(shares, new Shape(rows, tokens, 1)));
    }

    /** Scores [rows, heads, tokens, tokens] with padding keys out of reach. */
    NDArray applyTo(NDArray attentionScores) {
        return scores == null ? attentionScores : attentionScores.add(scores);
    }

    /** Mean over each row's real tokens: [rows, tokens, n] to [rows, n]. */
    NDArray mean(NDArray perToken) {
        return perToken.mul(shares).sum(new int[] {1});
    }

    /** Maximum over each row's real tokens: [rows, tokens, n] to [rows, n]. */
    NDArray max(NDArray perToken) {
        if (scores == null) {
            return perToken.max(new int[] {1});
        }
        Shape shape = perToken.getShape();
        return perToken.add(scores.reshape(shape.get(0), shape.get(1), 1)).max(new int[] {1});
    }
}
