package io.fathom.model.engine;

/**
 * How large a batch is.
 *
 * @param rows records in it
 * @param width tokens of the longest row; all others are padded to it
 * @param tokens real tokens, padding not counted
 */
record BatchShape(int rows, int width, int tokens) {
    static final BatchShape EMPTY = new BatchShape(0, 0, 0);

    /** The batch with one more row of {@code length} tokens. */
    BatchShape with(int length) {
        return new BatchShape(rows + 1, Math.max(width, length), tokens + length);
    }

    /** Both batches as one. */
    BatchShape with(BatchShape other) {
        return new BatchShape(rows + other.rows, Math.max(width, other.width), tokens + other.tokens);
    }

    /** Tokens that the network computes, padding included. */
    long padded() {
        return (long) rows * width;
    }
}
