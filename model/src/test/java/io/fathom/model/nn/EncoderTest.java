package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What members of the family have that are made of pre-trained encoders: norms behind, an exit after every layer. */
class EncoderTest {
    private static final Norms NORMS = new Norms(Norms.Placement.POST, 1e-12f);

    /** Two layers of their own, with all that an encoder can have in front of them and behind. */
    private static final Architecture ARCHITECTURE = new Architecture(
            new TokenInput(20, 8, 0, 6),
            8,
            2,
            new LayerStack(false, 1, false, 2, false),
            new Projections.Dense(12, true),
            NORMS,
            ZeroToken.NONE,
            false,
            new Readout.Labels(3, Readout.Pooling.MEAN_FIRST, Readout.Classifier.PER_EXIT, Readout.Hidden.GELU));

    static Stream<String> parameters() {
        return ARCHITECTURE.parameterShapes().keySet().stream();
    }

    /** Fine-tuning trains all of it, with a loss at every exit. */
    @ParameterizedTest
    @MethodSource("parameters")
    void gradientsReachEveryParameter(String name) {
        GradientCheck.of(ARCHITECTURE, new TokenGate.None(), 3).assertRight(name);
    }

    @Test
    void hasNoNormInFrontOfTheReadOutAndAClassifierForEachExit() {
        assertThat(parameters())
                .filteredOn(name -> !name.startsWith("middle."))
                .containsExactly(
                        "embed.token",
                        "embed.position",
                        "embed.norm.weight",
                        "embed.norm.bias",
                        "embed.project.weight",
                        "embed.project.bias",
                        "pooler.weight",
                        "pooler.bias",
                        "classifier.0.weight",
                        "classifier.0.bias",
                        "classifier.1.weight",
                        "classifier.1.bias");
        assertThat(ARCHITECTURE.parameterShapes().get("classifier.1.weight")).containsExactly(3, 16);
        assertThat(ARCHITECTURE.parameterShapes().get("embed.norm.weight")).containsExactly(6);
        assertThat(ARCHITECTURE.pooledDim()).isEqualTo(16);
    }

    /** What heads on frozen layers are fitted on: with a classifier behind it, it is the answer. */
    @ParameterizedTest
    @EnumSource(Readout.Pooling.class)
    void pooledIsWhatTheClassifierReads(Readout.Pooling pooling) {
        Architecture architecture = ARCHITECTURE.with(Readout.Labels.perExit(3, pooling));
        SplittableRandom random = new SplittableRandom(7);
        int[][] ids = {
            RandomNetworks.ids(5, architecture, random),
            RandomNetworks.ids(8, architecture, random),
            RandomNetworks.ids(1, architecture, random),
        };
        try (Weights weights = RandomNetworks.weights(architecture, RandomNetworks.values(architecture, 8));
                NDManager manager = weights.manager().newSubManager()) {
            for (CycledTransformer network : new CycledTransformer[] {
                new CycledTransformer(weights, Dropout.OFF), CycledTransformer.forInference(weights)
            }) {
                RowStates states = network.begin(manager, ids);
                for (int c = 0; c < 2; c++) {
                    int[] cycle = {c};
                    states = network.cycle(manager, states, cycle).states();
                    NDArray pooled = network.pooled(manager, states, cycle);
                    assertThat(pooled.getShape().getShape()).containsExactly(3, architecture.pooledDim());
                    assertThat(Linear.of(weights, "classifier." + c)
                                    .apply(pooled)
                                    .toFloatArray())
                            .containsExactly(
                                    network.answer(manager, states, cycle).toFloatArray(), within(1e-6f));
                }
            }
        }
    }

    /** Cycles that share their layers may still have classifiers of their own; each row is read by that of its cycle. */
    @Test
    void rowsAtDifferentCyclesAreReadByTheirOwnClassifiers() {
        Architecture architecture = RandomNetworks.behind(
                ARCHITECTURE, ARCHITECTURE.input(), LayerStack.headTail(1, 3), ARCHITECTURE.readout());
        Map<String, float[]> values = RandomNetworks.values(architecture, 9);
        int[][] ids = {{1, 2, 3}, {4, 5}, {6, 7, 8}};
        int[] last = {1, 0, 2};
        try (Weights weights = RandomNetworks.weights(architecture, values);
                NDManager manager = weights.manager().newSubManager()) {
            CycledTransformer network = CycledTransformer.forInference(weights);
            float[] logits =
                    network.answer(manager, network.begin(manager, ids), last).toFloatArray(); // [3, labels]
            for (int r = 0; r < ids.length; r++) {
                float[] alone = network.answer(
                                manager, network.begin(manager, new int[][] {ids[r]}), new int[] {last[r]})
                        .toFloatArray();
                for (int k = 0; k < 3; k++) {
                    assertThat(logits[3 * r + k]).isCloseTo(alone[k], within(1e-5f));
                }
            }
        }
    }

    @Test
    void refusesWhatNormsBehindTheLayersDoNotGoWith() {
        assertThatThrownBy(() -> new Architecture(
                        ARCHITECTURE.input(),
                        8,
                        2,
                        ARCHITECTURE.stack(),
                        Projections.Slots.of(4),
                        NORMS,
                        ZeroToken.NONE,
                        false,
                        ARCHITECTURE.readout()))
                .hasMessageStartingWith("norms behind the layers need linear layers without routers, but these are 4");
        assertThatThrownBy(() -> ARCHITECTURE.with(new Readout.NextToken()))
                .hasMessage("embeddings of a language model must be as wide as its stream, but were 6 and 8 (they are"
                        + " its read-out)");
        assertThatThrownBy(() -> new Norms(Norms.Placement.POST, 0))
                .hasMessage("epsilon of the norms must be above 0 and below 1, but was 0.0");
    }
}
