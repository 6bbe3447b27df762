package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.bundle.NetworkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gather, compute, scatter. */
class ChosenTokensTest {
    private static final int DIM = 16;
    private static final Readout READOUT = new Readout.Labels(5, Readout.Pooling.MEAN);
    private static final int TOKENS = 8;
    private static final int[][] IDS = {{1, 2, 3}, {4, 5, 6, 7, 8, 9, 10, 11}, {12, 13, 14, 15, 16}};

    @ParameterizedTest(name = "tokens above {0}, seed {1}")
    @CsvSource({"0.5, 1", "0.1, 2", "0.9, 3", "0, 4", "0.7, 8"})
    void gatherAndScatterEqualsTheMaskedDenseFeedForward(float least, long seed) {
        Architecture architecture = RandomNetworks.kind(NetworkKind.VANILLA, READOUT);
        try (Weights weights = RandomNetworks.weights(architecture, RandomNetworks.values(architecture, seed));
                NDManager manager = weights.manager().newSubManager()) {
            FeedForward feedForward = new LayerFactory(weights, new TokenGate.None())
                    .outer("middle.0")
                    .feedForward();
            NDArray x = random(manager, new Shape(IDS.length, TOKENS, DIM), seed, true);
            NDArray share = random(manager, new Shape(IDS.length, TOKENS, 1), seed + 10, false);
            ChosenTokens chosen = ChosenTokens.above(least, share, TokenMask.of(manager, IDS, TOKENS, READOUT));

            NDArray sparse = chosen.feedForward(feedForward, x, Dropout.OFF);
            NDArray dense = feedForward.apply(x, Dropout.OFF).mul(chosen.share());

            assertThat(chosen.any()).isTrue();
            assertThat(sparse).isNotNull();
            assertThat(sparse.toFloatArray()).containsExactly(dense.toFloatArray(), within(1e-5f));
            assertThat(sparse.getManager()).isSameAs(manager);
        }
    }

    @Test
    void choosesRealTokensOnly() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray ones = manager.ones(new Shape(IDS.length, TOKENS, 1));
            ChosenTokens chosen = ChosenTokens.above(0.5f, ones, TokenMask.of(manager, IDS, TOKENS, READOUT));
            List<Long> expected = new ArrayList<>();
            for (int r = 0; r < IDS.length; r++) {
                for (int t = 0; t < IDS[r].length; t++) {
                    expected.add((long) r * TOKENS + t);
                }
            }
            assertThat(chosen.chosen())
                    .containsExactly(expected.stream().mapToLong(i -> i).toArray());
            assertThat(chosen.share().sum().getFloat()).isEqualTo(3 + 8 + 5);
        }
    }

    /** A feed-forward that cannot be run: it is skipped, and so is the layer. */
    @Test
    void withoutAnyTokenNothingIsComputed() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Projection refuses = x -> {
                throw new AssertionError("must not be run");
            };
            FeedForward broken = new FeedForward(LayerNorm.withoutParameters(manager, 1), refuses, MatrixType.FULL);
            NDArray zeros = manager.zeros(new Shape(IDS.length, TOKENS, 1));
            ChosenTokens none = ChosenTokens.above(0.5f, zeros, TokenMask.of(manager, IDS, TOKENS, READOUT));
            assertThat(none.any()).isFalse();
            assertThat(none.feedForward(broken, zeros, Dropout.OFF)).isNull();
        }
    }

    private static NDArray random(NDManager manager, Shape shape, long seed, boolean gaussian) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (gaussian ? random.nextGaussian() : random.nextDouble());
        }
        return manager.create(values, shape);
    }
}
