package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.ZttNetwork;
import java.util.List;
import java.util.Map;

/**
 * Networks that were trained before, asked together: the mean of their probabilities is what a student learns from
 * (knowledge distillation, Hinton et al. 2015). They differ by seed only, and what they agree on is what the data says.
 */
final class Teachers implements AutoCloseable {
    private final NDManager manager = NDManager.newBaseManager();
    private final List<ZttNetwork> networks;

    /** @param weights of each teacher by name */
    Teachers(Architecture architecture, List<Map<String, float[]>> weights) {
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one teacher, but there is none");
        }
        networks = weights.stream()
                .map(w -> new ZttNetwork(Trainer.weightsOf(architecture, manager, w), Dropout.OFF))
                .toList();
    }

    /** Probabilities at full depth, mean over the teachers, [rows][labels]. */
    float[][] probabilities(int[][] ids) {
        float[][] mean = new float[ids.length][networks.get(0).architecture().labels()];
        for (CycleNetwork network : networks) {
            try (NDManager step = manager.newSubManager()) {
                RowStates states = network.begin(step, ids);
                for (int c = 0; c < network.architecture().maxCycles(); c++) {
                    states = network.cycle(step, states, new int[] {c}).states();
                }
                NDArray probabilities = network.answer(states).softmax(1); // [rows, labels]
                add(probabilities.toFloatArray(), mean);
            }
        }
        return mean;
    }

    private void add(float[] flat, float[][] mean) {
        int labels = mean[0].length;
        for (int r = 0; r < mean.length; r++) {
            for (int k = 0; k < labels; k++) {
                mean[r][k] += flat[r * labels + k] / networks.size();
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
