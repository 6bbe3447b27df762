package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.bundle.NetworkKind;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What papers.md 2.2, 2.3 and 2.10 say of routers and gated layers. */
class RouterTest {
    private static final Readout READOUT = new Readout.Labels(5, Readout.Pooling.MEAN);
    private static final Architecture TSA = RandomNetworks.kind(NetworkKind.TSA, READOUT);
    private static final String ROUTER = "middle.1.router";
    private static final int TOKENS = 7;
    private static final int[][] IDS = {{1, 2, 3, 4, 5, 6, 7}, {8, 9, 10}, {11}};

    @Test
    void beginsAtSigmoidOfMinusOne() {
        Map<String, float[]> values = RandomNetworks.values(TSA, 1);
        Arrays.fill(get(values, ROUTER + ".in.bias"), 0);
        get(values, ROUTER + ".out.bias")[0] = -1;
        try (Weights weights = RandomNetworks.weights(TSA, values);
                NDManager manager = weights.manager().newSubManager()) {
            Router router = Router.of(weights, manager, ROUTER, new TokenGate.Soft());
            NDArray zeros = manager.zeros(new Shape(1, 1, TSA.dim()));
            assertThat(1 - router.share(zeros).toFloatArray()[0]).isCloseTo(0.2689f, within(5e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {1, 0})
    void atOneItsLayerIsTheIdentityAndAtZeroTheLayerWithoutIt(float p) {
        Map<String, float[]> values = RandomNetworks.values(TSA, 2);
        fix(values, ROUTER, p);
        for (TokenGate gate : new TokenGate[] {new TokenGate.Soft(), new TokenGate.Hard(0.5f)}) {
            try (Weights weights = RandomNetworks.weights(TSA, values);
                    NDManager manager = weights.manager().newSubManager()) {
                LayerFactory factory = new LayerFactory(weights, gate);
                NDArray x = states(manager, 3);
                TokenMask mask = TokenMask.of(manager, IDS, TOKENS, READOUT);
                float[] gated = factory.middle("middle.1")
                        .apply(x, mask, null, Dropout.OFF)
                        .x()
                        .toFloatArray();
                NDArray expected = p == 1
                        ? x
                        : factory.outer("middle.1")
                                .apply(x, mask, null, Dropout.OFF)
                                .x();
                assertRealTokens(gated, expected.toFloatArray(), 1e-6f);
            }
        }
    }

    /** Hard gates at p in {0, 1} are soft gates, whichever tokens they open: the routers tell one half from the other. */
    @Test
    void hardEqualsSoftWhereTheProbabilitiesAreZeroOrOne() {
        Map<String, float[]> values = RandomNetworks.values(TSA, 4);
        for (int l = 0; l < TSA.stack().middleLayers(); l++) {
            float[] out = get(values, "middle." + l + ".router.out.weight");
            for (int i = 0; i < out.length; i++) {
                out[i] *= 1e4f;
            }
        }
        float[][] logits = new float[2][];
        float[][] open = new float[2][];
        for (int side = 0; side < 2; side++) {
            TokenGate gate = side == 0 ? new TokenGate.Soft() : new TokenGate.Hard(0.5f);
            try (Weights weights = RandomNetworks.weights(TSA, values);
                    NDManager manager = weights.manager().newSubManager()) {
                CycledTransformer network = new CycledTransformer(weights, Dropout.OFF, gate);
                CycleNetwork.CycleStep step = network.cycle(manager, network.begin(manager, IDS), new int[] {0});
                logits[side] =
                        network.answer(manager, step.states(), new int[] {0}).toFloatArray();
                open[side] = Objects.requireNonNull(step.openLayers()).toFloatArray();
            }
        }
        assertThat(logits[1]).containsExactly(logits[0], within(1e-5f));
        boolean[] seen = new boolean[TSA.stack().middleLayers() + 1];
        for (int r = 0; r < IDS.length; r++) {
            for (int t = 0; t < IDS[r].length; t++) {
                int i = r * TOKENS + t;
                assertThat(open[0][i]).isCloseTo(open[1][i], within(1e-5f));
                seen[Math.round(open[1][i])] = true;
            }
        }
        assertThat(seen).as("numbers of layers that tokens ran").containsSequence(true, true);
    }

    /** The way of a GPU, where nothing is gathered, gives what the way of a CPU gives. */
    @Test
    void hardGatesThatMultiplyEqualThoseThatGather() {
        TokenGate gate = new TokenGate.Hard(0.45f);
        try (Weights weights = RandomNetworks.weights(TSA, RandomNetworks.values(TSA, 9));
                NDManager manager = weights.manager().newSubManager()) {
            TransformerLayer gathers = new LayerFactory(weights, gate).middle("middle.1");
            TransformerLayer multiplies = new TransformerLayer(
                    gathers.attention(),
                    gathers.afterAttention(),
                    gathers.feedForward(),
                    gathers.afterFeedForward(),
                    gathers.zeroGatesFeedForward(),
                    Router.of(weights, manager, "middle.1.router", gate, false));
            NDArray x = states(manager, 10);
            TokenMask mask = TokenMask.of(manager, IDS, TOKENS, READOUT);
            TransformerLayer.Output expected = gathers.apply(x, mask, null, Dropout.OFF);
            TransformerLayer.Output actual = multiplies.apply(x, mask, null, Dropout.OFF);
            assertRealTokens(actual.x().toFloatArray(), expected.x().toFloatArray(), 1e-6f);
            float[] open = Objects.requireNonNull(actual.open()).toFloatArray();
            float[] opened = Objects.requireNonNull(expected.open()).toFloatArray();
            int count = 0;
            for (int r = 0; r < IDS.length; r++) {
                for (int t = 0; t < IDS[r].length; t++) {
                    assertThat(open[r * TOKENS + t]).isEqualTo(opened[r * TOKENS + t]);
                    count += (int) opened[r * TOKENS + t];
                }
            }
            int tokens = Arrays.stream(IDS).mapToInt(row -> row.length).sum();
            assertThat(count).as("gates of both kinds are seen").isBetween(1, tokens - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"middle.0.router.in.weight", "middle.1.router.out.weight", "middle.2.router.out.bias"})
    void theGradientOfTheTaskReachesItAndIsRight(String name) {
        GradientCheck.of(TSA, new TokenGate.Soft(), 5).assertRight(name);
    }

    /** Forward the hard gates' values, backward a gradient to the routers that hard gates do not have. */
    @Test
    void straightThroughIsHardForwardAndLetsTheGradientThrough() {
        Map<String, float[]> values = RandomNetworks.values(TSA, 6);
        float[][] logits = new float[2][];
        TokenGate[] gates = {new TokenGate.Hard(0.4f), new TokenGate.StraightThrough(0.4f)};
        for (int side = 0; side < 2; side++) {
            try (Weights weights = RandomNetworks.weights(TSA, values);
                    NDManager manager = weights.manager().newSubManager()) {
                CycledTransformer network = new CycledTransformer(weights, Dropout.OFF, gates[side]);
                RowStates states = network.begin(manager, IDS);
                states = network.cycle(manager, states, new int[] {0}).states();
                logits[side] = network.answer(manager, states, new int[] {0}).toFloatArray();
            }
        }
        assertThat(logits[1]).containsExactly(logits[0], within(1e-5f));
        String name = "middle.0.router.out.weight";
        float[] through = new GradientCheck(TSA, gates[1], values, IDS).gradient(name);
        assertThat(GradientCheck.largest(through)).isGreaterThan(1e-2);
        assertThatThrownBy(() -> new GradientCheck(TSA, gates[0], values, IDS).gradient(name))
                .hasMessageContaining("does not require grad");
    }

    /** One layer by itself: the gradient of a straight-through gate is the one that the share has. */
    @Test
    void theStraightThroughGradientIsThatOfTheShare() {
        Map<String, float[]> values = RandomNetworks.values(TSA, 7);
        float[] soft = gradientOfTheGate(values, new TokenGate.Soft());
        float[] through = gradientOfTheGate(values, new TokenGate.StraightThrough(0.5f));
        assertThat(through).containsExactly(soft, within(1e-6f));
        assertThat(GradientCheck.largest(soft)).isGreaterThan(1e-3);
    }

    private static float[] gradientOfTheGate(Map<String, float[]> values, TokenGate gate) {
        try (Weights weights = RandomNetworks.weights(TSA, values);
                NDManager manager = weights.manager().newSubManager()) {
            NDArray weight = weights.get(ROUTER + ".in.weight");
            weight.setRequiresGradient(true);
            try (var collector = ai.djl.engine.Engine.getInstance().newGradientCollector()) {
                Router router = Router.of(weights, manager, ROUTER, gate);
                TokenMask mask = TokenMask.of(manager, IDS, TOKENS, READOUT);
                collector.backward(router.open(states(manager, 8), mask).share().sum());
            }
            return weight.getGradient().toFloatArray();
        }
    }

    @Test
    void gatesMustFitTheNetwork() {
        assertThatThrownBy(() -> TokenGate.requireFit(new TokenGate.None(), TSA))
                .hasMessage("token gates must be soft, hard or straight-through (the network has routers), but were"
                        + " None[]");
        assertThatThrownBy(
                        () -> TokenGate.requireFit(new TokenGate.Soft(), RandomNetworks.architecture(ZeroToken.LAYER)))
                .hasMessage("token gates must be none (it has no routers), but were Soft[]");
        assertThatThrownBy(() -> new TokenGate.Hard(1.5f))
                .hasMessage("threshold of the token gates must be between 0 and 1, but was 1.5");
    }

    /** Makes the router say {@code p} of every token, as near as sigmoid comes to it. */
    static void fix(Map<String, float[]> values, String router, float p) {
        Arrays.fill(get(values, router + ".out.weight"), 0);
        get(values, router + ".out.bias")[0] = p == 1 ? 200 : -200;
    }

    private static NDArray states(NDManager manager, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[IDS.length * TOKENS * TSA.dim()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return manager.create(x, new Shape(IDS.length, TOKENS, TSA.dim()));
    }

    private static void assertRealTokens(float[] actual, float[] expected, float noise) {
        for (int r = 0; r < IDS.length; r++) {
            for (int i = 0; i < IDS[r].length * TSA.dim(); i++) {
                int at = r * TOKENS * TSA.dim() + i;
                assertThat(actual[at]).as("row %d, value %d", r, i).isCloseTo(expected[at], within(noise));
            }
        }
    }

    private static float[] get(Map<String, float[]> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
