package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * What makes one {@link SignalLayout} row of the zero attention of every head and token.
 *
 * @param tokens [rows, tokens, 2]: each real token's share of its row's mean, 1/length; 1 for the read-out token
 * @param visible keys in sight of a query, its zero token not counted, [rows, 1, 1], or [1, 1, tokens] under a causal mask
 */
record SignalWeights(NDArray tokens, NDArray visible) {

    /**
     * @param ids real tokens of each row
     * @param width padded width
     */
    static SignalWeights of(NDManager manager, int[][] ids, int width, Readout readout) {
        boolean last = readout.causal()
                || (readout instanceof Readout.Labels labels && labels.pooling() == Readout.Pooling.LAST);
        float[] tokens = new float[ids.length * width * 2];
        for (int r = 0; r < ids.length; r++) {
            int length = ids[r].length;
            for (int t = 0; t < length; t++) {
                tokens[(r * width + t) * 2] = 1f / length;
            }
            tokens[(r * width + (last ? length - 1 : 0)) * 2 + 1] = 1;
        }
        return new SignalWeights(
                manager.create(tokens, new Shape(ids.length, width, 2)),
                visible(manager, ids, width, readout.causal()));
    }

    private static NDArray visible(NDManager manager, int[][] ids, int width, boolean causal) {
        float[] keys = new float[causal ? width : ids.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = causal ? i + 1 : ids[i].length;
        }
        return manager.create(keys, causal ? new Shape(1, 1, width) : new Shape(ids.length, 1, 1));
    }

    /**
     * The signals of a cycle, [rows, 2 + 2 · layers · heads].
     *
     * @param zeroAttention z of each middle layer, [rows, heads, tokens] each; at least one
     */
    NDArray signals(NDList zeroAttention) {
        NDArray z = NDArrays.concat(zeroAttention, 1); // [rows, layers * heads, tokens]
        NDArray perHead = z.matMul(tokens).transpose(0, 2, 1); // [rows, 2, layers * heads]
        NDArray odds = z.mul(visible); // n z, [rows, layers * heads, tokens]
        NDArray corrected = odds.div(odds.sub(z).add(1f)); // n z / (n z + 1 - z) = sigmoid(logit(z) + ln n)
        NDArray correctedPerHead = corrected.matMul(tokens).transpose(0, 2, 1); // [rows, 2, layers * heads]
        long rows = z.getShape().get(0);
        return NDArrays.concat(new NDList(mean(perHead), mean(correctedPerHead), perHead.reshape(rows, -1)), 1);
    }

    /** Mean over heads of the means over tokens, [rows, 2, layers * heads] to [rows, 1]. */
    private static NDArray mean(NDArray perHead) {
        return perHead.mean(new int[] {2}).get(new NDIndex(":, :1"));
    }
}
