package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycleNetwork.CycleStep;

/** Counts the middle layers that records run, as the engine charges them. */
final class MiddleLayers {
    private MiddleLayers() {}

    /**
     * Adds up what the tokens of each record of a batch ran until after a cycle.
     *
     * @param ids of the batch
     * @param rows which records those of the batch are
     * @param cycle the cycle just run, counted from 0
     * @param counts [cycles][records], filled for all cycles before
     */
    static void count(CycleNetwork network, CycleStep step, int[][] ids, int[] rows, int cycle, double[][] counts) {
        NDArray open = network.skipsTokens() ? step.openLayers() : null;
        float[] layers = open == null ? null : open.toFloatArray(); // [rows, width]
        int width = layers == null ? 0 : layers.length / rows.length;
        int all = network.architecture().stack().middleLayers();
        for (int r = 0; r < rows.length; r++) {
            int record = rows[r];
            double ran = cycle == 0 ? 0 : counts[cycle - 1][record];
            for (int t = 0; t < ids[r].length; t++) {
                ran += layers == null ? all : Math.round(layers[r * width + t]);
            }
            counts[cycle][record] = ran;
        }
    }
}
