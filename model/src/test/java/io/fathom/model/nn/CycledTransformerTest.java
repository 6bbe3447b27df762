package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.budget.CostModel;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CycledTransformerTest {
    private static final int[] LENGTHS = {3, 1, 12, 7};

    @ParameterizedTest
    @CsvSource({"LAYER,MEAN", "ATTENTION,FIRST", "NONE,MEAN_MAX", "LAYER,MEAN_MAX", "LAYER,LAST"})
    void equalsTheSlowReferenceAtEveryCycle(ZeroToken zeroToken, Readout.Pooling pooling) {
        Architecture architecture = RandomNetworks.architecture(zeroToken, pooling);
        Map<String, float[]> values = RandomNetworks.values(architecture, 11);
        SplittableRandom random = new SplittableRandom(12);
        int[][] ids = new int[LENGTHS.length][];
        for (int r = 0; r < ids.length; r++) {
            ids[r] = RandomNetworks.ids(LENGTHS[r], architecture, random);
        }
        try (Weights weights = RandomNetworks.weights(architecture, values);
                NDManager manager = weights.manager().newSubManager()) {
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF);
            RowStates states = network.begin(manager, ids);
            for (int c = 1; c <= architecture.maxCycles(); c++) {
                CycleStep step = network.cycle(manager, states, new int[] {c - 1});
                states = step.states();
                float[] logits =
                        network.answer(manager, states, new int[] {c - 1}).toFloatArray();
                float[] signals = step.signals().toFloatArray();
                for (int r = 0; r < ids.length; r++) {
                    ReferenceTransformer reference = new ReferenceTransformer(architecture, values);
                    double[] expected = reference.answer(ids[r], c);
                    for (int k = 0; k < expected.length; k++) {
                        assertThat((double) logits[r * architecture.labels() + k])
                                .as("row %d, cycle %d, label %d", r, c, k)
                                .isCloseTo(expected[k], within(1e-4));
                    }
                    ReferenceSignals.assertRow(
                            signals, r, architecture, zeroToken == ZeroToken.NONE ? null : reference.signals());
                }
            }
        }
    }

    @Test
    void rowsAtDifferentCyclesShareABatch() {
        Architecture architecture = RandomNetworks.architecture(ZeroToken.LAYER);
        Map<String, float[]> values = RandomNetworks.values(architecture, 21);
        int[] ids = RandomNetworks.ids(5, architecture, new SplittableRandom(22));
        try (Weights weights = RandomNetworks.weights(architecture, values);
                NDManager manager = weights.manager().newSubManager()) {
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF);
            NDArray old = network.cycle(manager, network.begin(manager, new int[][] {ids}), new int[] {0})
                    .states()
                    .hidden();
            NDArray fresh = network.begin(manager, new int[][] {ids}).hidden();
            RowStates both = RowStates.of(manager, old.concat(fresh), new int[][] {ids, ids}, architecture.readout());

            float[] logits = network.answer(
                            manager,
                            network.cycle(manager, both, new int[] {1, 0}).states(),
                            new int[] {1, 0})
                    .toFloatArray();

            for (int row = 0; row < 2; row++) {
                double[] expected = new ReferenceTransformer(architecture, values).answer(ids, row == 0 ? 2 : 1);
                for (int k = 0; k < expected.length; k++) {
                    assertThat((double) logits[row * architecture.labels() + k]).isCloseTo(expected[k], within(1e-4));
                }
            }
        }
    }

    /** papers.md 1.7: one cycle without a zero token is the plain encoder, a stack of head, middle and tail layers. */
    @Test
    void oneCycleWithoutZeroTokenIsThePlainEncoder() {
        Architecture architecture = RandomNetworks.architecture(ZeroToken.NONE);
        Map<String, float[]> values = RandomNetworks.values(architecture, 31);
        int[] ids = RandomNetworks.ids(9, architecture, new SplittableRandom(32));
        try (Weights weights = RandomNetworks.weights(architecture, values);
                NDManager manager = weights.manager().newSubManager()) {
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF);
            float[] cycled = network.answer(
                            manager,
                            network.cycle(manager, network.begin(manager, new int[][] {ids}), new int[] {0})
                                    .states(),
                            new int[] {0})
                    .toFloatArray();

            TokenMask mask = TokenMask.of(manager, new int[][] {ids}, 9, architecture.readout());
            LayerFactory factory = new LayerFactory(weights, new TokenGate.None());
            NDArray x = Embedding.of(weights).apply(manager, new int[][] {ids}, 9);
            for (String layer : architecture.stack().layerNames()) {
                x = factory.outer(layer).apply(x, mask, null, Dropout.OFF).x();
            }
            NDArray pooled = LayerNorm.of(weights, "norm").apply(x).mean(new int[] {1});
            float[] plain = Linear.of(weights, "classifier").apply(pooled).toFloatArray();

            assertThat(cycled).containsExactly(plain, within(1e-6f));
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void executesTwoLayersAndTheMiddleOnesOnceACycle(int cycles) {
        Architecture architecture = RandomNetworks.architecture(ZeroToken.ATTENTION);
        ReferenceTransformer reference =
                new ReferenceTransformer(architecture, RandomNetworks.values(architecture, 41));
        reference.answer(new int[] {1, 2}, cycles);
        int executed = CostModel.headTail(architecture.stack().middleLayers()).executedLayers(cycles, 1);
        assertThat(executed)
                .isEqualTo(reference.executedLayers)
                .isEqualTo(2 + cycles * architecture.stack().middleLayers());
    }

    @Test
    void refusesIdsAndCyclesThatNativeCodeWouldCrashOn() {
        Architecture architecture = RandomNetworks.architecture(ZeroToken.ATTENTION);
        try (Weights weights = RandomNetworks.weights(architecture, RandomNetworks.values(architecture, 51));
                NDManager manager = weights.manager().newSubManager()) {
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF);
            assertThatThrownBy(() -> network.begin(manager, new int[][] {{1, 50}}))
                    .hasMessage("token ids must be between 0 and 49 (the model's vocabulary), but row 0 holds 50");
            assertThatThrownBy(() -> network.begin(manager, new int[][] {new int[13]}))
                    .hasMessage("a row must hold at most 12 tokens (the model's limit), but one holds 13");
            assertThatThrownBy(() -> network.begin(manager, new int[][] {{}}))
                    .hasMessage("length of row 0 must be between 1 and 1, but was 0");
            RowStates states = network.begin(manager, new int[][] {{1}});
            assertThatThrownBy(() -> network.cycle(manager, states, new int[] {3}))
                    .hasMessage("a cycle must be between 0 and 2 (the model's cycles), but was 3");
        }
    }

    @Test
    void inferenceAddsNothingToTheWeightsManager() {
        Architecture architecture = RandomNetworks.architecture(ZeroToken.LAYER);
        try (Weights weights = RandomNetworks.weights(architecture, RandomNetworks.values(architecture, 61))) {
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF);
            int before = weights.manager().getManagedArrays().size();
            for (int i = 0; i < 5; i++) {
                try (NDManager manager = weights.manager().newSubManager()) {
                    RowStates states = network.begin(manager, new int[][] {{1, 2, 3}, {4}});
                    states = network.cycle(manager, states, new int[] {0, 2}).states();
                    network.answer(manager, states, new int[] {0, 2});
                }
            }
            assertThat(weights.manager().getManagedArrays()).hasSize(before);
        }
    }
}
