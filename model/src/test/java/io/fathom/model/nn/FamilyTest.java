package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every member of the family, for both tasks. */
class FamilyTest {
    private static final int[] LENGTHS = {3, 1, 12, 7};

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.fathom.model.nn.RandomNetworks#family")
    void equalsTheSlowReferenceAtEveryCycle(String name, Architecture architecture) {
        equalsTheReference(architecture, TokenGate.forTraining(architecture));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.fathom.model.nn.RandomNetworks#family")
    void servedItEqualsTheSlowReferenceToo(String name, Architecture architecture) {
        equalsTheReference(architecture, TokenGate.forServing(architecture));
    }

    private static void equalsTheReference(Architecture architecture, TokenGate gate) {
        Map<String, float[]> values = RandomNetworks.values(architecture, 11);
        int[][] ids = ids(architecture, 12);
        try (Weights weights = RandomNetworks.weights(architecture, values);
                NDManager manager = weights.manager().newSubManager()) {
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF, gate);
            RowStates states = network.begin(manager, ids);
            for (int c = 1; c <= architecture.maxCycles(); c++) {
                int[] cycle = {c - 1};
                CycleStep step = network.cycle(manager, states, cycle);
                states = step.states();
                float[] answer = network.answer(manager, states, cycle).toFloatArray();
                float[] signals = step.signals().toFloatArray();
                NDArray open = step.openLayers();
                assertThat(open == null).isEqualTo(!architecture.routers());
                for (int r = 0; r < ids.length; r++) {
                    ReferenceTransformer reference = new ReferenceTransformer(architecture, values, gate);
                    String row = "row " + r + ", cycle " + c;
                    assertRow(row, answer, r * (answer.length / ids.length), reference.answer(ids[r], c));
                    ReferenceSignals.assertRow(
                            signals, r, architecture, architecture.hasZeroToken() ? reference.signals() : null);
                    if (open != null) {
                        assertRow(row, open.toFloatArray(), r * states.tokens(), reference.openLayers);
                    }
                }
            }
        }
    }

    private static void assertRow(String row, float[] actual, int from, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[from + i])
                    .as("%s, value %d", row, i)
                    .isCloseTo(expected[i], within(1e-4 * Math.max(1, Math.abs(expected[i]))));
        }
    }

    /** A language model: what comes after a token changes nothing at the token or before it, zero tokens and all. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.fathom.model.nn.RandomNetworks#family")
    void noTokenSeesWhatComesAfterIt(String name, Architecture architecture) {
        if (!architecture.readout().causal()) {
            return;
        }
        int[] ids = RandomNetworks.ids(12, architecture, new SplittableRandom(13));
        int[] other = ids.clone();
        other[7] = (ids[7] + 1) % architecture.vocabulary();
        for (TokenGate gate : new TokenGate[] {
            TokenGate.forTraining(architecture), TokenGate.forServing(architecture),
        }) {
            float[][] hidden = new float[2][];
            float[][] surprise = new float[2][];
            try (Weights weights = RandomNetworks.weights(architecture, RandomNetworks.values(architecture, 14));
                    NDManager manager = weights.manager().newSubManager()) {
                CycledTransformer network = new CycledTransformer(weights, Dropout.OFF, gate);
                for (int side = 0; side < 2; side++) {
                    RowStates states = network.begin(manager, new int[][] {side == 0 ? ids : other});
                    for (int c = 0; c < architecture.maxCycles(); c++) {
                        states = network.cycle(manager, states, new int[] {c}).states();
                    }
                    hidden[side] = states.hidden().toFloatArray();
                    surprise[side] = network.answer(manager, states, new int[] {architecture.maxCycles() - 1})
                            .toFloatArray();
                }
            }
            for (int i = 0; i < 7 * architecture.dim(); i++) {
                assertThat(hidden[1][i]).isCloseTo(hidden[0][i], within(1e-5f));
            }
            for (int t = 0; t < 7; t++) {
                assertThat(surprise[1][t]).as("token %d", t).isCloseTo(surprise[0][t], within(1e-5f));
            }
            assertThat(surprise[1][8]).as("the test can fail").isNotCloseTo(surprise[0][8], within(1e-3f));
        }
    }

    /** Layers really asked for, those of the reference, and those that are charged. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.fathom.model.nn.RandomNetworks#family")
    void runsTheLayersThatItIsChargedFor(String name, Architecture architecture) {
        Map<String, float[]> values = RandomNetworks.values(architecture, 41);
        TokenGate gate = TokenGate.forTraining(architecture);
        try (Weights weights = RandomNetworks.weights(architecture, values);
                NDManager manager = weights.manager().newSubManager()) {
            CountingLayers layers =
                    new CountingLayers(new PlainLayers(weights, Dropout.OFF, gate), architecture.stack());
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF, gate, layers);
            for (int cycles = 1; cycles <= architecture.maxCycles(); cycles++) {
                layers.executed = 0;
                RowStates states = network.begin(manager, new int[][] {{1, 2}});
                for (int c = 0; c < cycles; c++) {
                    states = network.cycle(manager, states, new int[] {c}).states();
                }
                network.answer(manager, states, new int[] {cycles - 1});
                ReferenceTransformer reference = new ReferenceTransformer(architecture, values);
                reference.answer(new int[] {1, 2}, cycles);
                assertThat(layers.executed)
                        .isEqualTo(reference.executedLayers)
                        .isEqualTo(CostConstants.of(architecture).costModel().executedLayers(cycles, 1));
            }
            assertThat(layers.executed).isEqualTo(architecture.stack().executedLayers());
        }
    }

    /** What a pass makes belongs to its own manager, hard gates and slots included: nothing is left behind. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.fathom.model.nn.RandomNetworks#family")
    void aPassLeavesNothingBehind(String name, Architecture architecture) {
        try (Weights weights = RandomNetworks.weights(architecture, RandomNetworks.values(architecture, 61))) {
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF, TokenGate.forServing(architecture));
            int before = weights.manager().getManagedArrays().size();
            for (int i = 0; i < 3; i++) {
                try (NDManager manager = weights.manager().newSubManager()) {
                    RowStates states = network.begin(manager, new int[][] {{1, 2, 3}, {4}});
                    states = network.cycle(manager, states, new int[] {0}).states();
                    NDArray answer = network.answer(manager, states, new int[] {0});
                    assertThat(answer.getManager()).isSameAs(manager);
                    assertThat(states.hidden().getManager()).isSameAs(manager);
                }
            }
            assertThat(weights.manager().getManagedArrays()).hasSize(before);
        }
    }

    /** papers.md 1.1: L = 6, C = 2 executes 12 layers by basic cycling and 10 by head-tail cycling. */
    @Test
    void theExampleOfTheFirstFigure() {
        Readout readout = new Readout.NextToken();
        TokenInput input = new TokenInput(65, 128, 0);
        assertThat(NetworkKind.BC
                        .architecture(input, 64, 4, 6, 2, readout)
                        .stack()
                        .executedLayers())
                .isEqualTo(12);
        assertThat(NetworkKind.ZTT
                        .architecture(input, 64, 4, 6, 2, readout)
                        .stack()
                        .executedLayers())
                .isEqualTo(10);
    }

    @Test
    void refusesRowsAtDifferentCyclesWhereEachCycleHasLayersOfItsOwn() {
        LayerStack stages = new LayerStack(true, 1, true, 3, false);
        Architecture plain = RandomNetworks.architecture(ZeroToken.NONE);
        Architecture architecture = new Architecture(
                plain.input(), 16, 2, stages, plain.projections(), ZeroToken.NONE, false, plain.readout());
        try (Weights weights = RandomNetworks.weights(architecture, RandomNetworks.values(architecture, 15));
                NDManager manager = weights.manager().newSubManager()) {
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF);
            RowStates states = network.begin(manager, new int[][] {{1}, {2}});
            assertThatThrownBy(() -> network.cycle(manager, states, new int[] {0, 1}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("rows of a batch must be at the same cycle where each cycle has layers of its own, but"
                            + " were at 0 and 1");
            assertThatThrownBy(() -> network.answer(manager, states, new int[] {2, 1}))
                    .isInstanceOf(IllegalArgumentException.class);
            network.cycle(manager, states, new int[] {1, 1});
        }
    }

    private static int[][] ids(Architecture architecture, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[][] ids = new int[LENGTHS.length][];
        for (int r = 0; r < ids.length; r++) {
            ids[r] = RandomNetworks.ids(LENGTHS[r], architecture, random);
        }
        return ids;
    }
}
