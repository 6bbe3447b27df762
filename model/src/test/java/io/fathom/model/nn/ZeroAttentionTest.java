package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What papers.md 1.2 says of the zero token. */
class ZeroAttentionTest {

    /** With keys of zeros every score is 0: "softmax plus one", so z = 1 / (tokens + 1). */
    @Test
    void aZeroKeyOfZerosTakesTheShareOfOneMoreToken() {
        Architecture architecture = RandomNetworks.architecture(ZeroToken.ATTENTION);
        Map<String, float[]> values = RandomNetworks.values(architecture, 1);
        fill(values, "zero.key");
        for (int l = 0; l < architecture.stack().middleLayers(); l++) {
            fill(values, "middle." + l + ".attention.qkv.weight");
            fill(values, "middle." + l + ".attention.qkv.bias");
        }
        try (Weights weights = RandomNetworks.weights(architecture, values);
                NDManager manager = weights.manager().newSubManager()) {
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF);
            RowStates states = network.begin(manager, new int[][] {{1, 2, 3}, {4}});
            NDArray signals = network.cycle(manager, states, new int[] {0}).signals();
            assertThat(column(signals, SignalLayout.MEAN)).containsExactly(new float[] {1 / 4f, 1 / 2f}, within(1e-6f));
            // whatever the length: as much as the mean of the keys in sight
            assertThat(column(signals, SignalLayout.CORRECTED))
                    .containsExactly(new float[] {0.5f, 0.5f}, within(1e-6f));
        }
    }

    /** papers.md 1.7: with scores of the zero keys at minus infinity the network is the one without zero tokens. */
    @Test
    void aZeroKeyOutOfReachIsNoZeroToken() {
        Architecture with = RandomNetworks.architecture(ZeroToken.LAYER);
        Map<String, float[]> values = RandomNetworks.values(with, 41);
        int dim = with.dim();
        float[] keys = Objects.requireNonNull(values.get("zero.key"));
        for (int l = 0; l < with.stack().middleLayers(); l++) {
            float[] weight = Objects.requireNonNull(values.get("middle." + l + ".attention.qkv.weight"));
            float[] bias = Objects.requireNonNull(values.get("middle." + l + ".attention.qkv.bias"));
            for (int h = 0; h < with.heads(); h++) {
                int first = h * with.headDim(); // of each head one value that is 1 in queries and 0 in keys
                Arrays.fill(weight, first * dim, (first + 1) * dim, 0);
                Arrays.fill(weight, (dim + first) * dim, (dim + first + 1) * dim, 0);
                bias[first] = 1;
                bias[dim + first] = 0;
                for (int c = 0; c < with.maxCycles(); c++) {
                    keys[(c * with.stack().middleLayers() + l) * dim + first] = -1e6f;
                }
            }
        }
        Map<String, float[]> withoutKeys = new HashMap<>(values);
        withoutKeys.remove("zero.key");
        float[] expected = logits(RandomNetworks.architecture(ZeroToken.NONE), withoutKeys);
        assertThat(logits(with, values)).containsExactly(expected, within(1e-6f));
    }

    private static float[] logits(Architecture architecture, Map<String, float[]> values) {
        try (Weights weights = RandomNetworks.weights(architecture, values);
                NDManager manager = weights.manager().newSubManager()) {
            CycledTransformer network = new CycledTransformer(weights, Dropout.OFF);
            RowStates states = network.begin(manager, new int[][] {{1, 2, 3, 4, 5}, {6, 7}});
            for (int c = 0; c < architecture.maxCycles(); c++) {
                states = network.cycle(manager, states, new int[] {c}).states();
            }
            return network.answer(manager, states, new int[] {architecture.maxCycles() - 1})
                    .toFloatArray();
        }
    }

    /** O = A[1:] V = (1 - z) softmax(real) V with z = sigmoid(s0 - lse), on one attention by itself. */
    @Test
    void isAGateOnOrdinaryAttention() {
        Architecture oneHead = new Architecture(
                new TokenInput(50, 12, 0),
                16,
                1,
                LayerStack.headTail(1, 1),
                new Projections.Dense(24, true),
                ZeroToken.ATTENTION,
                false,
                new Readout.Labels(5, Readout.Pooling.MEAN));
        Map<String, float[]> values = RandomNetworks.values(oneHead, 3);
        fill(values, "middle.0.attention.out.bias");
        try (Weights weights = RandomNetworks.weights(oneHead, values);
                NDManager manager = weights.manager().newSubManager()) {
            Attention attention = new LayerFactory(weights, new TokenGate.None())
                    .middle("middle.0")
                    .attention();
            NDArray x = manager.create(gaussian(4 * 16, 4), new Shape(1, 4, 16));
            TokenMask mask = TokenMask.of(manager, new int[][] {{1, 2, 3, 4}}, 4, oneHead.readout());
            NDArray key = manager.create(gaussian(16, 5), new Shape(1, 1, 16, 1));

            float[] plain = attention.apply(x, mask, null, Dropout.OFF).update().toFloatArray();
            Attention.Output gated = attention.apply(x, mask, new Attention.ExtraKey(key, null), Dropout.OFF);
            float[] z = Objects.requireNonNull(gated.zeroAttention()).toFloatArray();
            float[] update = gated.update().toFloatArray();

            for (int t = 0; t < 4; t++) {
                assertThat(z[t]).isBetween(0.001f, 0.999f);
                for (int i = 0; i < 16; i++) {
                    assertThat(update[t * 16 + i]).isCloseTo((1 - z[t]) * plain[t * 16 + i], within(1e-5f));
                }
            }
        }
    }

    /** The gradient reaches the zero key and is right, also when a garbage collection runs before backward. */
    @Test
    void theGradientOfTheZeroKeyEqualsFiniteDifferences() {
        Architecture architecture = RandomNetworks.architecture(ZeroToken.LAYER);
        GradientCheck.of(architecture, new TokenGate.None(), 6).assertRight("zero.key");
    }

    /** The controls learn what sets them apart. */
    @Test
    void theGradientsOfTheControlsEqualFiniteDifferences() {
        Architecture embedding = RandomNetworks.architecture(ZeroToken.CYCLE_EMBEDDING);
        GradientCheck.of(embedding, new TokenGate.None(), 6).assertRight("embed.cycle");
        Architecture value = RandomNetworks.architecture(ZeroToken.TRAINED_VALUE);
        GradientCheck.of(value, new TokenGate.None(), 6).assertRight("zero.value");
    }

    private static void fill(Map<String, float[]> values, String name) {
        Arrays.fill(Objects.requireNonNull(values.get(name), name), 0);
    }

    private static float[] column(NDArray signals, int index) {
        return signals.get(":, " + index).toFloatArray();
    }

    private static float[] gaussian(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] v = new float[size];
        for (int i = 0; i < size; i++) {
            v[i] = (float) random.nextGaussian();
        }
        return v;
    }
}
