package io.fathom.model.training.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.base.BaseEncoder;
import io.fathom.model.base.BaseFolder;
import io.fathom.model.base.EncoderFamily;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the network computes of imported weights equals plain loops over the foreign tensors, after every layer. */
class ImportedNetworkTest {
    private static final int[][] ROWS = {{2, 5, 9, 10, 3}, {0, 6, 2}, {4}};
    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path temp;

    @ParameterizedTest
    @EnumSource
    void statesAfterEveryLayerAreTheirs(EncoderFamily family) throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), family, false);
        ForeignEncoder encoder = ForeignEncoder.read(folder.path, true);
        BaseEncoder base = BaseFolder.write(
                temp.resolve("base"),
                "tiny",
                encoder.origin(),
                encoder.weights().shape(),
                encoder.tokenizerJson(),
                encoder.weights());
        Architecture architecture = base.shape().architecture(Readout.Labels.perExit(2, Readout.Pooling.FIRST));
        int dim = ForeignFolder.DIM;
        Map<String, float[]> heads = Map.of(
                "classifier.0.weight", new float[2 * dim],
                "classifier.0.bias", new float[2],
                "classifier.1.weight", new float[2 * dim],
                "classifier.1.bias", new float[2]);
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = base.loadWeights(manager, architecture, heads)) {
            CycledTransformer network = CycledTransformer.forInference(weights);
            NaiveEncoder naive = new NaiveEncoder(folder);
            try (NDManager step = manager.newSubManager()) {
                RowStates states = network.begin(step, ROWS);
                requireSame(states, naive, 0);
                for (int layer = 1; layer <= ForeignFolder.LAYERS; layer++) {
                    states = network.cycle(step, states, new int[] {layer - 1}).states();
                    requireSame(states, naive, layer);
                }
            }
        }
    }

    private static void requireSame(RowStates states, NaiveEncoder naive, int layer) {
        NDArray hidden = states.hidden(); // [rows, tokens, dim]
        float[] values = hidden.toFloatArray();
        int tokens = (int) hidden.getShape().get(1);
        for (int r = 0; r < ROWS.length; r++) {
            List<double[][]> expected = naive.states(ROWS[r]);
            for (int t = 0; t < ROWS[r].length; t++) {
                for (int d = 0; d < ForeignFolder.DIM; d++) {
                    assertThat((double) values[(r * tokens + t) * ForeignFolder.DIM + d])
                            .as("layer %d, row %d, token %d", layer, r, t)
                            .isCloseTo(expected.get(layer)[t][d], within(TOLERANCE));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClassifierAnswersAsItDid(EncoderFamily family) throws IOException {
        ForeignFolder folder = new ForeignFolder(temp.resolve("hf"), family, true);
        ForeignEncoder encoder = ForeignEncoder.read(folder.path, true);
        ModelBundle bundle = BundleWriter.write(
                temp.resolve("bundle"),
                ImportedClassifier.parts(encoder, encoder.head().orElseThrow(), "tiny", "test", "by a test"));
        assertThat(bundle.labels()).containsExactly("anger", "joy", "none");
        assertThat(bundle.base()).isEmpty();
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = bundle.loadWeights(manager)) {
            CycledTransformer network = CycledTransformer.forInference(weights);
            NDArray answer = network.answer(
                    manager,
                    network.cycle(manager, network.begin(manager, ROWS), new int[] {0})
                            .states(),
                    new int[] {0});
            float[] logits = answer.toFloatArray(); // [rows, labels]
            NaiveEncoder naive = new NaiveEncoder(folder);
            for (int r = 0; r < ROWS.length; r++) {
                double[] expected = naive.logits(ROWS[r]);
                for (int l = 0; l < ForeignFolder.LABELS; l++) {
                    assertThat((double) logits[r * ForeignFolder.LABELS + l])
                            .as("row %d, label %d", r, l)
                            .isCloseTo(expected[l], within(TOLERANCE));
                }
            }
        }
    }
}
