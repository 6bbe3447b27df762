package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast layers against the plain ones and against the plain-Java reference. */
class FusedLayersTest {

    @BeforeEach
    void inferOnly() {
        Engine.getInstance(); // loads the natives, should this be the first test
        JniUtils.setGradMode(false);
    }

    @ParameterizedTest(
            name = "dim {0}, heads {1}, middle layers {2}, zero token {3}, attention bias {4}, causal {5}, seed {6}")
    @CsvSource({
        "16, 2, 1, ATTENTION, true, false, 1",
        "16, 2, 2, LAYER, false, false, 2",
        "24, 3, 3, LAYER, true, false, 3",
        "16, 1, 2, NONE, true, false, 4",
        "128, 4, 2, LAYER, true, false, 5",
        "20, 4, 2, ATTENTION, true, false, 6",
        "16, 2, 2, LAYER, false, true, 7",
        "16, 2, 1, NONE, false, true, 8",
    })
    void equalThePlainLayers(
            int dim, int heads, int middleLayers, ZeroToken zeroToken, boolean bias, boolean causal, long seed) {
        Architecture architecture = new Architecture(
                new TokenInput(50, 40, 0),
                dim,
                heads,
                LayerStack.headTail(middleLayers, 3),
                new Projections.Dense(2 * dim, bias),
                zeroToken,
                false,
                causal ? new Readout.NextToken() : new Readout.Labels(5, Readout.Pooling.MEAN));
        Map<String, float[]> values = RandomNetworks.values(architecture, seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (Weights weights = RandomNetworks.weights(architecture, values);
                NDManager manager = NDManager.newBaseManager()) {
            assertThat(FusedLayers.load(weights, new TokenGate.None()))
                    .as("loads on this CPU")
                    .isPresent();
            CycledTransformer fast = CycledTransformer.forInference(weights);
            CycledTransformer plain = new CycledTransformer(weights, Dropout.OFF);
            for (int rows : new int[] {1, 2, 7, 33}) {
                int[][] ids = new int[rows][];
                int[] cycles = new int[rows];
                for (int r = 0; r < rows; r++) {
                    ids[r] = RandomNetworks.ids(random.nextInt(1, 41), architecture, random);
                    cycles[r] = random.nextInt(3);
                }
                RowStates fastStates = fast.begin(manager, ids);
                RowStates plainStates = plain.begin(manager, ids);
                for (int step = 0; step < 2; step++) {
                    CycleStep fastStep = fast.cycle(manager, fastStates, cycles);
                    CycleStep plainStep = plain.cycle(manager, plainStates, cycles);
                    fastStates = fastStep.states();
                    plainStates = plainStep.states();
                    assertClose(fastStep.signals(), plainStep.signals());
                    assertClose(fast.answer(manager, fastStates, cycles), plain.answer(manager, plainStates, cycles));
                }
            }
        }
    }

    /** Behind hard gates: all widths and rows, thresholds that let few, many, all and no tokens through. */
    @ParameterizedTest(name = "dim {0}, heads {1}, middle layers {2}, cycles {3}, causal {4}, threshold {5}, seed {6}")
    @CsvSource({
        "16, 2, 3, 1, false, 0.5, 1",
        "24, 3, 2, 2, true, 0.4, 2",
        "128, 4, 2, 1, false, 0.6, 3",
        "16, 2, 2, 1, true, 1, 4",
        "16, 2, 2, 1, false, 0, 5",
        "64, 2, 5, 1, false, 0.3, 6",
    })
    void equalThePlainLayersBehindHardGates(
            int dim, int heads, int middleLayers, int cycles, boolean causal, float threshold, long seed) {
        Architecture architecture = new Architecture(
                new TokenInput(50, 40, 0),
                dim,
                heads,
                new LayerStack(true, middleLayers, cycles > 1, cycles, true),
                new Projections.Dense(2 * dim, !causal),
                ZeroToken.NONE,
                true,
                causal ? new Readout.NextToken() : new Readout.Labels(5, Readout.Pooling.MEAN));
        SplittableRandom random = new SplittableRandom(seed);
        TokenGate gate = new TokenGate.Hard(threshold);
        try (Weights weights = RandomNetworks.weights(architecture, RandomNetworks.values(architecture, seed));
                NDManager manager = NDManager.newBaseManager()) {
            assertThat(FusedLayers.load(weights, gate)).as("loads on this CPU").isPresent();
            assertThat(FusedLayers.load(weights, new TokenGate.Soft())).isEmpty();
            CycledTransformer fast = CycledTransformer.forInference(weights, gate);
            CycledTransformer plain = new CycledTransformer(weights, Dropout.OFF, gate);
            for (int rows : new int[] {1, 2, 7, 33}) {
                int[][] ids = new int[rows][];
                for (int r = 0; r < rows; r++) {
                    ids[r] = RandomNetworks.ids(random.nextInt(1, 41), architecture, random);
                }
                RowStates fastStates = fast.begin(manager, ids);
                RowStates plainStates = plain.begin(manager, ids);
                for (int c = 0; c < cycles; c++) {
                    CycleStep fastStep = fast.cycle(manager, fastStates, new int[] {c});
                    CycleStep plainStep = plain.cycle(manager, plainStates, new int[] {c});
                    fastStates = fastStep.states();
                    plainStates = plainStep.states();
                    assertClose(
                            Objects.requireNonNull(fastStep.openLayers()),
                            Objects.requireNonNull(plainStep.openLayers()));
                    assertClose(fastStep.signals(), plainStep.signals());
                    assertClose(
                            fast.answer(manager, fastStates, new int[] {c}),
                            plain.answer(manager, plainStates, new int[] {c}));
                }
            }
        }
    }

    /** Every member of the family that can be fused: stages of their own, norms behind, gates, as it is served. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.fathom.model.nn.RandomNetworks#family")
    void equalThePlainLayersOfTheFamily(String name, Architecture architecture) {
        TokenGate gate = TokenGate.forServing(architecture);
        SplittableRandom random = new SplittableRandom(21);
        try (Weights weights = RandomNetworks.weights(architecture, RandomNetworks.values(architecture, 22));
                NDManager manager = NDManager.newBaseManager()) {
            boolean linear = architecture.projections() instanceof Projections.Dense;
            boolean both = architecture.routers() && architecture.hasZeroToken();
            assertThat(FusedLayers.load(weights, gate).isPresent())
                    .isEqualTo(linear && !both && !architecture.zeroToken().isControl());
            CycledTransformer fast = CycledTransformer.forInference(weights);
            CycledTransformer plain = new CycledTransformer(weights, Dropout.OFF, gate);
            int[][] ids = new int[5][];
            for (int r = 0; r < ids.length; r++) {
                ids[r] = RandomNetworks.ids(random.nextInt(1, 13), architecture, random);
            }
            RowStates fastStates = fast.begin(manager, ids);
            RowStates plainStates = plain.begin(manager, ids);
            for (int c = 0; c < architecture.maxCycles(); c++) {
                int[] cycle = {c};
                fastStates = fast.cycle(manager, fastStates, cycle).states();
                plainStates = plain.cycle(manager, plainStates, cycle).states();
                assertClose(fast.answer(manager, fastStates, cycle), plain.answer(manager, plainStates, cycle));
            }
        }
    }

    @Test
    void equalTheReference() {
        Architecture architecture = RandomNetworks.architecture(ZeroToken.LAYER);
        Map<String, float[]> values = RandomNetworks.values(architecture, 9);
        int[] ids = RandomNetworks.ids(9, architecture, new SplittableRandom(9));
        ReferenceTransformer reference = new ReferenceTransformer(architecture, values);
        double[] expected = reference.answer(ids, 2);
        try (Weights weights = RandomNetworks.weights(architecture, values);
                NDManager manager = NDManager.newBaseManager()) {
            CycledTransformer fast = CycledTransformer.forInference(weights);
            RowStates states = fast.begin(manager, new int[][] {ids});
            float[] signals = {};
            for (int c = 0; c < 2; c++) {
                CycleStep step = fast.cycle(manager, states, new int[] {c});
                states = step.states();
                signals = step.signals().toFloatArray();
            }
            ReferenceSignals.assertRow(signals, 0, architecture, reference.signals());
            float[] logits = fast.answer(manager, states, new int[] {1}).toFloatArray();
            for (int i = 0; i < logits.length; i++) {
                assertThat((double) logits[i]).isCloseTo(expected[i], within(1e-4));
            }
        }
    }

    @Test
    void leaveNothingBehindInTheWeightsManager() {
        Architecture architecture = RandomNetworks.architecture(ZeroToken.ATTENTION);
        Weights weights = RandomNetworks.weights(architecture, RandomNetworks.values(architecture, 1));
        CycledTransformer fast = CycledTransformer.forInference(weights);
        int before = weights.manager().getManagedArrays().size();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int i = 0; i < 20; i++) {
                RowStates states = fast.begin(manager, new int[][] {{1, 2, 3}, {4}});
                states = fast.cycle(manager, states, new int[] {0, 1}).states();
                assertThat(fast.answer(manager, states, new int[] {0, 1}).getManager())
                        .isSameAs(manager);
            }
        }
        assertThat(weights.manager().getManagedArrays()).hasSize(before);
        weights.close();
        assertThat(weights.manager().isOpen()).isFalse();
    }

    @Test
    void fewNumbersOfSlotsCoverAllNumbersOfTokens() {
        Set<Long> distinct = new TreeSet<>();
        for (long tokens = 1; tokens <= 2048; tokens++) {
            long slots = FusedLayers.slots(tokens);
            assertThat(slots).isBetween(tokens, Math.max(tokens + 3, tokens + tokens / 15));
            distinct.add(slots);
        }
        assertThat(distinct).hasSizeLessThan(100).contains(32L, 256L, 1024L, 2048L);
    }

    private static void assertClose(NDArray actual, NDArray expected) {
        float[] a = actual.toFloatArray();
        float[] e = expected.toFloatArray();
        assertThat(a).hasSameSizeAs(e);
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).isCloseTo(e[i], within(2e-5f * Math.max(1, Math.abs(e[i]))));
        }
    }
}
