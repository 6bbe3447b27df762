package io.fathom.model.engine;

/**
 * What one worker's batch may grow to.
 *
 * @param rows most rows
 * @param paddedTokens most padded tokens, rows × width; a row alone is always allowed, however long
 */
record BatchLimits(int rows, int paddedTokens) {
    /** Below this many padded tokens a batch costs about the same whatever is in it, so padding is not worth waiting for. */
    private static final int SMALL_BATCH_TOKENS = 256;

    /** True if the batch may be run. */
    boolean allow(BatchShape shape) {
        return shape.rows() <= 1 || (shape.rows() <= rows && shape.padded() <= paddedTokens);
    }

    /** True if the batch may be run and at least half of what it computes is real tokens, or it is small. */
    boolean welcome(BatchShape shape) {
        return allow(shape) && (shape.padded() <= 2L * shape.tokens() || shape.padded() <= SMALL_BATCH_TOKENS);
    }

    BatchLimits withRows(int mostRows) {
        return new BatchLimits(mostRows, paddedTokens);
    }
}
