package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/**
 * A network that runs step by step, so that records can join, leave and stop between steps. Rows of one batch may be at
 * different cycles where every cycle uses the same weights ({@link LayerStack#shared()}).
 *
 * <p>Stateless and safe for use by many threads; every array that a call makes belongs to the manager of its inputs, which
 * is the caller's.
 */
public interface CycleNetwork {

    Architecture architecture();

    /** Whether tokens run some layers and not others, so that {@link CycleStep#openLayers} counts those that each ran. */
    default boolean skipsTokens() {
        return false;
    }

    /**
     * Embeds the texts and runs the head layer.
     *
     * @param ids one array of token ids a row, each in 0..vocabulary-1, of 1..maxTokens ids
     * @throws IllegalArgumentException if an id or a length is out of range (checked here: native code would crash)
     */
    RowStates begin(NDManager manager, int[][] ids);

    /**
     * Runs the middle layers once.
     *
     * @param cycles the cycle that each row is about to run, counted from 0; or a single number for all rows
     * @throws IllegalArgumentException if cycles do not share their layers, and rows are at different ones
     */
    CycleStep cycle(NDManager manager, RowStates states, int[] cycles);

    /**
     * Tail layer, final norm and read-out.
     *
     * @param cycles the cycle that each row has just run, counted from 0; or a single number for all rows
     * @return for {@link Readout.Labels} logits, [rows, labels]; for {@link Readout.NextToken} the surprise of each token,
     *     −ln of its probability given the tokens before it, in nats, [rows, tokens], 0 for the first and for padding
     */
    NDArray answer(NDManager manager, RowStates states, int[] cycles);

    /**
     * @param states the rows after the cycle
     * @param signals what the cycle tells of each row, [rows, width] in the order of {@link SignalLayout}
     * @param openLayers sum over the cycle's layers of each token's gate, [rows, tokens]: with hard gates the layers that it
     *     ran; anything for padding; null without routers, where every token runs every layer
     */
    record CycleStep(RowStates states, NDArray signals, @Nullable NDArray openLayers) {
        /** Without routers. */
        public CycleStep(RowStates states, NDArray signals) {
            this(states, signals, null);
        }
    }
}
