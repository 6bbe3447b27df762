package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork.CycleStep;

/** The transformer layers of a {@link ZttNetwork}, however they are computed. Results belong to the inputs' manager. */
interface ZttLayers {

    /** Head layer, [rows, tokens, dim] to [rows, tokens, dim]. */
    NDArray head(NDArray x, PaddingMask mask);

    /**
     * The middle layers once.
     *
     * @param cycles 0-based cycle of each row, or one for all; checked by the caller
     */
    CycleStep middle(NDManager manager, RowStates states, int[] cycles);

    /** Tail layer, [rows, tokens, dim] to [rows, tokens, dim]. */
    NDArray tail(NDArray x, PaddingMask mask);
}
