package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.nn.Projections.Normaliser;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What papers.md 3.1 says of attention to slots. */
class PattentionTest {
    private static final int IN = 6;
    private static final int OUT = 4;
    private static final int SLOTS = 9;
    private static final int TOKENS = 5;

    @ParameterizedTest
    @EnumSource(Normaliser.class)
    void equalsPlainLoops(Normaliser normaliser) {
        Map<String, float[]> weights = new HashMap<>();
        weights.put("p.keys", gaussian(SLOTS * IN, 1));
        weights.put("p.values", gaussian(SLOTS * OUT, 2));
        float[] x = gaussian(TOKENS * IN, 3);
        int base = 7; // has grown since
        float[] actual = apply(weights, x, base, normaliser);
        for (int t = 0; t < TOKENS; t++) {
            double[] token = new double[IN];
            for (int i = 0; i < IN; i++) {
                token[i] = x[t * IN + i];
            }
            double[] expected = new ReferenceMath(weights, 1e-5f).slots("p", token, base, normaliser);
            for (int o = 0; o < OUT; o++) {
                assertThat((double) actual[t * OUT + o])
                        .as("token %d, value %d", t, o)
                        .isCloseTo(expected[o], within(1e-5 * Math.max(1, Math.abs(expected[o]))));
            }
        }
    }

    /** A token of zeros has scores of zeros: nothing is divided by zero, and nothing comes out. */
    @ParameterizedTest
    @EnumSource(
            value = Normaliser.class,
            names = {"L2_GELU", "GELU_L2"})
    void aTokenOfZerosGivesZeros(Normaliser normaliser) {
        Map<String, float[]> weights = Map.of("p.keys", gaussian(SLOTS * IN, 1), "p.values", gaussian(SLOTS * OUT, 2));
        assertThat(apply(weights, new float[TOKENS * IN], SLOTS, normaliser)).containsOnly(0f);
    }

    /** The scale of a token does not matter, since its scores are normalised to the same length. */
    @Test
    void theLengthOfATokenDoesNotMatter() {
        Map<String, float[]> weights = Map.of("p.keys", gaussian(SLOTS * IN, 1), "p.values", gaussian(SLOTS * OUT, 2));
        float[] x = gaussian(TOKENS * IN, 3);
        float[] longer = x.clone();
        for (int i = 0; i < longer.length; i++) {
            longer[i] *= 10;
        }
        assertThat(apply(weights, longer, SLOTS, Normaliser.L2_GELU))
                .containsExactly(apply(weights, x, SLOTS, Normaliser.L2_GELU), within(1e-5f));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"middle.1.attention.key.keys", "middle.2.attention.out.values", "middle.0.feedForward.keys"})
    void gradientsEqualFiniteDifferences(String name) {
        Architecture architecture =
                RandomNetworks.kind(NetworkKind.TOKENFORMER, new Readout.Labels(5, Readout.Pooling.MEAN));
        GradientCheck.of(architecture, new TokenGate.None(), 4).assertRight(name);
    }

    private static float[] apply(Map<String, float[]> weights, float[] x, int base, Normaliser normaliser) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray keys = manager.create(Objects.requireNonNull(weights.get("p.keys")), new Shape(SLOTS, IN));
            NDArray values = manager.create(Objects.requireNonNull(weights.get("p.values")), new Shape(SLOTS, OUT));
            double temperature = normaliser == Normaliser.SOFTMAX ? base : Math.sqrt(base);
            Pattention pattention =
                    new Pattention(keys, values, manager.create((float) temperature), normaliser, MatrixType.FULL);
            return pattention.apply(manager.create(x, new Shape(1, TOKENS, IN))).toFloatArray();
        }
    }

    private static float[] gaussian(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
