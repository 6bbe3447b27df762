package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import java.util.Arrays;
import java.util.Map;

/**
 * The share of open gates over a data set, all its tokens counted alike: alpha of papers.md 2.4 with soft gates, the share of
 * tokens and layers that are computed with hard ones.
 */
public final class OpenShare {
    /** Of tokens and layers behind routers that are computed on dev, with the gates that the model is served with. */
    static final String SERVED = "dev.openShare";

    /** The same with soft gates: alpha of papers.md 2.4. */
    static final String SOFT = "dev.openShare.soft";

    private OpenShare() {}

    /** Both shares by name, for a manifest; nothing without routers. */
    static Map<String, Double> both(Weights weights, TokenGate served, NDManager manager, int[][] ids, int batchRows) {
        if (!weights.architecture().routers()) {
            return Map.of();
        }
        CycledTransformer soft = new CycledTransformer(weights, Dropout.OFF, new TokenGate.Soft());
        return Map.of(
                SOFT, of(soft, manager, ids, batchRows),
                SERVED, of(new CycledTransformer(weights, Dropout.OFF, served), manager, ids, batchRows));
    }

    /**
     * Runs all records to full depth; NaN without routers.
     *
     * @param ids one array of token ids a record
     * @param batchRows records of a batch
     */
    public static double of(CycleNetwork network, NDManager parent, int[][] ids, int batchRows) {
        double open = 0;
        double all = 0;
        int layers = network.architecture().stack().middleLayers();
        for (int from = 0; from < ids.length; from += batchRows) {
            int[][] rows = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + batchRows));
            try (NDManager manager = parent.newSubManager()) {
                RowStates states = network.begin(manager, rows);
                for (int c = 0; c < network.architecture().maxCycles(); c++) {
                    CycleNetwork.CycleStep step = network.cycle(manager, states, new int[] {c});
                    NDArray shares = step.openLayers();
                    if (shares == null) {
                        return Double.NaN;
                    }
                    open += sumOfReal(shares.toFloatArray(), rows, states.tokens());
                    all += (double) layers * count(rows);
                    states = step.states();
                }
            }
        }
        return open / all;
    }

    private static double sumOfReal(float[] shares, int[][] rows, int width) {
        double sum = 0;
        for (int r = 0; r < rows.length; r++) {
            for (int t = 0; t < rows[r].length; t++) {
                sum += shares[r * width + t];
            }
        }
        return sum;
    }

    private static int count(int[][] rows) {
        return Arrays.stream(rows).mapToInt(row -> row.length).sum();
    }
}
