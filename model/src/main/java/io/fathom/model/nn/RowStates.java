package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Rows under way through a network: one record a row, each at a cycle of its own.
 *
 * @param hidden residual stream, [rows, tokens, dim]
 * @param ids token ids of each row; what lies behind them is padding
 */
@SuppressWarnings("ArrayRecordComponent") // ids are handed over, never compared
public record RowStates(NDArray hidden, int[][] ids, TokenMask mask) {

    /**
     * States for rows that joined or left: the mask is made anew in {@code manager}.
     *
     * @param readout of the network
     */
    public static RowStates of(NDManager manager, NDArray hidden, int[][] ids, Readout readout) {
        if (hidden.getShape().dimension() != 3 || hidden.getShape().get(0) != ids.length) {
            throw new IllegalArgumentException("hidden states must be [rows, tokens, dim] with " + ids.length
                    + " rows, but were " + hidden.getShape());
        }
        int tokens = (int) hidden.getShape().get(1);
        return new RowStates(hidden, ids, TokenMask.of(manager, ids, tokens, readout));
    }

    public int rows() {
        return ids.length;
    }

    /** Padded width. */
    public int tokens() {
        return (int) hidden.getShape().get(1);
    }

    /** The same rows with new hidden states. */
    RowStates with(NDArray newHidden) {
        return new RowStates(newHidden, ids, mask);
    }
}
