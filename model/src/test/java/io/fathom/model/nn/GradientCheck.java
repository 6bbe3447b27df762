package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Gradients of a small network against finite differences of the slow reference. The loss is the sum over rows and labels of
 * (label + 1) · logit at full depth, or at every exit where each has a classifier. A garbage collection is forced between forward and backward: with DJL 0.35's {@code
 * mul(Number)} in the graph, backward would read freed memory here.
 */
@SuppressWarnings("ArrayRecordComponent") // ids are handed over, never compared
record GradientCheck(Architecture architecture, TokenGate gate, Map<String, float[]> values, int[][] ids) {

    static GradientCheck of(Architecture architecture, TokenGate gate, long seed) {
        SplittableRandom random = new SplittableRandom(seed + 1);
        int[][] ids = {
            RandomNetworks.ids(6, architecture, random), RandomNetworks.ids(3, architecture, random),
        };
        return new GradientCheck(architecture, gate, RandomNetworks.values(architecture, seed), ids);
    }

    /** By autograd, with the loss. */
    float[] gradient(String name) {
        try (Weights weights = RandomNetworks.weights(architecture, values);
                NDManager manager = weights.manager().newSubManager()) {
            NDArray weight = weights.get(name);
            weight.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray loss = loss(new CycledTransformer(weights, Dropout.OFF, gate), manager);
                for (int i = 0; i < 3; i++) {
                    System.gc();
                }
                collector.backward(loss);
            }
            return weight.getGradient().toFloatArray();
        }
    }

    /** Autograd's gradient is not zero and equals finite differences of the reference, at every 5th value. */
    void assertRight(String name) {
        float[] gradient = gradient(name);
        assertThat(largest(gradient)).as("gradient of %s", name).isGreaterThan(1e-2);
        for (int i = 0; i < gradient.length; i += gradient.length > 20 ? 5 : 1) {
            double expected = finiteDifference(name, i);
            assertThat((double) gradient[i])
                    .as("%s[%d]", name, i)
                    .isCloseTo(expected, within(2e-2 * Math.max(1, Math.abs(expected))));
        }
    }

    private double finiteDifference(String name, int index) {
        double step = 2e-3;
        float[] weight = Objects.requireNonNull(values.get(name));
        float original = weight[index];
        weight[index] = (float) (original + step);
        double up = weight[index];
        double more = referenceLoss();
        weight[index] = (float) (original - step);
        double down = weight[index];
        double less = referenceLoss();
        weight[index] = original;
        return (more - less) / (up - down);
    }

    private double referenceLoss() {
        double loss = 0;
        for (int[] row : ids) {
            for (int cycles = firstExit(); cycles <= architecture.maxCycles(); cycles++) {
                double[] logits = new ReferenceTransformer(architecture, values, gate).answer(row, cycles);
                for (int k = 0; k < logits.length; k++) {
                    loss += (k + 1) * logits[k];
                }
            }
        }
        return loss;
    }

    /** The first exit, in cycles run, that has a part in the loss. */
    private int firstExit() {
        return architecture.readout() instanceof Readout.Labels labels
                        && labels.classifier() == Readout.Classifier.PER_EXIT
                ? 1
                : architecture.maxCycles();
    }

    private NDArray loss(CycledTransformer network, NDManager manager) {
        float[] factors = new float[architecture.labels()];
        for (int k = 0; k < factors.length; k++) {
            factors[k] = k + 1;
        }
        NDArray perLabel = manager.create(factors, new Shape(1, factors.length));
        RowStates states = network.begin(manager, ids);
        NDArray loss = manager.zeros(new Shape());
        for (int c = 0; c < architecture.maxCycles(); c++) {
            int[] cycle = {c};
            states = network.cycle(manager, states, cycle).states();
            if (c + 1 >= firstExit()) {
                NDArray answer = network.answer(manager, states, cycle); // [rows, labels]
                loss = loss.add(answer.mul(perLabel).sum());
            }
        }
        return loss;
    }

    static double largest(float[] values) {
        double largest = 0;
        for (float v : values) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }
}
