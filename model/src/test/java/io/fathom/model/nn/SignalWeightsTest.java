package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the zero attention of heads and tokens to signals, against plain loops: padding and what is out of sight count for nothing. */
class SignalWeightsTest {
    private static final int LAYERS = 2;
    private static final int HEADS = 3;
    private static final int WIDTH = 6;
    private static final int[] LENGTHS = {6, 1, 4};

    @ParameterizedTest
    @ValueSource(strings = {"first", "last", "causal"})
    void equalPlainLoops(String kind) {
        Readout readout =
                switch (kind) {
                    case "first" -> new Readout.Labels(2, Readout.Pooling.MEAN);
                    case "last" -> new Readout.Labels(2, Readout.Pooling.LAST);
                    default -> new Readout.NextToken();
                };
        SplittableRandom random = new SplittableRandom(5);
        int rows = LENGTHS.length;
        float[][] z = new float[LAYERS][rows * HEADS * WIDTH];
        int[][] ids = new int[rows][];
        for (int r = 0; r < rows; r++) {
            ids[r] = new int[LENGTHS[r]];
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList layers = new NDList();
            for (float[] layer : z) {
                for (int i = 0; i < layer.length; i++) {
                    layer[i] = random.nextFloat();
                }
                layers.add(manager.create(layer, new Shape(rows, HEADS, WIDTH)));
            }
            float[] signals = SignalWeights.of(manager, ids, WIDTH, readout)
                    .signals(layers)
                    .toFloatArray();

            int width = 2 + 2 * LAYERS * HEADS;
            assertThat(signals).hasSize(rows * width);
            for (int r = 0; r < rows; r++) {
                double[] expected = expected(z, r, kind);
                for (int i = 0; i < width; i++) {
                    assertThat((double) signals[r * width + i])
                            .as("row %d, signal %d", r, i)
                            .isCloseTo(expected[i], within(1e-6));
                }
            }
        }
    }

    private static double[] expected(float[][] z, int row, String kind) {
        double[] expected = new double[2 + 2 * LAYERS * HEADS];
        int length = LENGTHS[row];
        for (int l = 0; l < LAYERS; l++) {
            for (int h = 0; h < HEADS; h++) {
                for (int t = 0; t < length; t++) {
                    double at = z[l][(row * HEADS + h) * WIDTH + t];
                    double visible = kind.equals("causal") ? t + 1 : length;
                    double logit = Math.log(at / (1 - at)) + Math.log(visible);
                    expected[0] += at / (LAYERS * HEADS * length);
                    expected[1] += 1 / (1 + Math.exp(-logit)) / (LAYERS * HEADS * length);
                    expected[2 + l * HEADS + h] += at / length;
                }
                int read = kind.equals("first") ? 0 : length - 1;
                expected[2 + (LAYERS + l) * HEADS + h] = z[l][(row * HEADS + h) * WIDTH + read];
            }
        }
        return expected;
    }
}
