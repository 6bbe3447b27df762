package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Rows under way through a network: one record a row, each at a cycle of its own.
 *
 * @param hidden residual stream, [rows, tokens, dim]
 * @param lengths real tokens of each row; what lies behind them is padding
 */
@SuppressWarnings("ArrayRecordComponent") // lengths are handed over, never compared
public record RowStates(NDArray hidden, int[] lengths, PaddingMask mask) {

    /** States for rows that joined or left: the mask is made anew in {@code manager}. */
    public static RowStates of(NDManager manager, NDArray hidden, int[] lengths) {
        if (hidden.getShape().dimension() != 3 || hidden.getShape().get(0) != lengths.length) {
            throw new IllegalArgumentException("hidden states must be [rows, tokens, dim] with " + lengths.length
                    + " rows, but were " + hidden.getShape());
        }
        return new RowStates(hidden, lengths, PaddingMask.of(manager, lengths, (int)
                hidden.getShape().get(1)));
    }

    public int rows() {
        return lengths.length;
    }

    /** Padded width. */
    public int tokens() {
        return (int) hidden.getShape().get(1);
    }

    /** The same rows with new hidden states. */
    RowStates with(NDArray newHidden) {
        return new RowStates(newHidden, lengths, mask);
    }
}
