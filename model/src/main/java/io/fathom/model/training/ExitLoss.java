package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import io.fathom.model.nn.RowStates;

/**
 * Loss over every exit ({@code ce-multi} of papers.md 1.5, equal weights): with logits after each of C cycles,
 *
 * <pre>
 *   L = 1/C Σ_c [ CE(target, logits_c) + α/2 · (KL(p_c ∥ p'_c) + KL(p'_c ∥ p_c)) ]
 * </pre>
 *
 * where {@code p} and {@code p'} are two passes of the same record under different dropout (R-Drop, Liang et al. 2021);
 * without consistency (α = 0) the second term is absent and every record runs once.
 *
 * <p>All factors are put into arrays made from Java data, because {@code mul(Number)} in a gradient graph reads freed
 * memory in DJL 0.35; those arrays belong to the caller's manager and must stay open until after backward.
 */
final class ExitLoss {
    private final CycleNetwork network;
    private final float consistency;

    ExitLoss(CycleNetwork network, double consistency) {
        this.network = network;
        this.consistency = (float) consistency;
    }

    /** How many passes each record takes; the batch is repeated as often. */
    static int passes(double consistency) {
        return consistency > 0 ? 2 : 1;
    }

    /**
     * @param ids rows of token ids; with two passes the second half repeats the records of the first
     * @param targets probability of each label for each row, [rows][labels]
     * @return the loss, a scalar in the graph
     */
    NDArray of(NDManager manager, int[][] ids, float[][] targets) {
        int cycles = network.architecture().maxCycles();
        int rows = ids.length;
        int labels = network.architecture().labels();
        NDArray weighted = manager.create(negated(targets, (float) rows * cycles), new Shape(rows, labels));
        NDArray pull = manager.create(consistency / (rows / 2f) / cycles / 2);
        RowStates states = network.begin(manager, ids);
        NDArray loss = manager.create(0f);
        for (int c = 0; c < cycles; c++) {
            CycleStep step = network.cycle(manager, states, new int[] {c});
            states = step.states();
            NDArray logP = network.answer(manager, states, new int[] {c}).logSoftmax(1); // [rows, labels]
            loss = loss.add(logP.mul(weighted).sum());
            if (passes(consistency) == 2) {
                loss = loss.add(divergence(logP, rows / 2).mul(pull));
            }
        }
        return loss;
    }

    /** Sum over records of KL(p∥p') + KL(p'∥p) = Σ (p − p')(log p − log p'). */
    private static NDArray divergence(NDArray logP, int records) {
        NDArray first = logP.get(new ai.djl.ndarray.index.NDIndex("0:{}", records)); // [records, labels]
        NDArray second = logP.get(new ai.djl.ndarray.index.NDIndex("{}:", records)); // [records, labels]
        return first.exp().sub(second.exp()).mul(first.sub(second)).sum();
    }

    private static float[] negated(float[][] targets, float divisor) {
        int labels = targets[0].length;
        float[] flat = new float[targets.length * labels];
        for (int r = 0; r < targets.length; r++) {
            for (int k = 0; k < labels; k++) {
                flat[r * labels + k] = -targets[r][k] / divisor;
            }
        }
        return flat;
    }
}
