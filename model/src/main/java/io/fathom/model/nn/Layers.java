package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork.CycleStep;

/** The layers of a {@link CycledTransformer}, however they are computed. Results belong to the inputs' manager. */
interface Layers {

    /** Head layer, [rows, tokens, dim] to [rows, tokens, dim]; the input itself where there is none. */
    NDArray head(NDArray x, TokenMask mask);

    /**
     * The middle layers once.
     *
     * @param cycles 0-based cycle of each row, or one for all; checked by the caller
     */
    CycleStep middle(NDManager manager, RowStates states, int[] cycles);

    /** Tail layer, [rows, tokens, dim] to [rows, tokens, dim]; the input itself where there is none. */
    NDArray tail(NDArray x, TokenMask mask);
}
