package io.fathom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OrtException;
import io.fathom.model.base.BaseEncoder;
import io.fathom.model.base.Bases;
import io.fathom.model.base.NamedBase;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.Weights;
import io.fathom.model.text.Tokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Named bases compute what ONNX Runtime computes of the same files: the states after the embedding and after every layer, of
 * short and long texts in one batch, by the fused path and by the plain one. The largest difference seen is 2.2e-5.
 */
class OnnxRuntimeParityTest {
    private static final double TOLERANCE = 1e-4;

    private static final List<String> SHORT_TEXTS = List.of(
            "please book a table for two at the Thai place on Friday evening",
            "",
            "Où est ma commande n° 4711 ? Ça fait déjà 3 semaines… 😀🚚",
            "请问我的包裹在哪里？ — Страница не найдена, ١٢٣ \ufb01ne e\u0301tude \u200b zero-width",
            "The quick brown fox jumps over the lazy dog. It's 7:30 p.m.; don't be late! (http://example.com/a?b=c&d=e)");

    private static final List<String> LONG_TEXTS = List.of(
            "a deeply uninteresting, overlong and self-important film that never once finds its own rhythm . "
                    .repeat(60),
            "not this one , though it goes on for a while . ".repeat(20));

    @ParameterizedTest
    @EnumSource
    void statesAfterEveryLayerAreTheSame(NamedBase named) throws IOException, OrtException {
        BaseEncoder base = Bases.named(named.reference().name());
        int[][] few = ids(base, SHORT_TEXTS);
        int[][] many = ids(base, LONG_TEXTS);
        assertThat(many[0]).as("the longest text is cut").hasSize(base.shape().maxTokens());
        List<float[][][]> ofFew;
        List<float[][][]> ofMany;
        try (OnnxRuntimeModel model = new OnnxRuntimeModel(named, base.shape().layers(), 1)) {
            ofFew = model.states(few);
            ofMany = model.states(many);
        }
        Architecture architecture = base.shape().architecture(Readout.Labels.perExit(2, Readout.Pooling.MEAN_FIRST));
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = base.loadWeights(manager, architecture, noHeads(architecture))) {
            CycledTransformer fused = CycledTransformer.forInference(weights);
            requireSame(fused, manager, few, ofFew);
            requireSame(fused, manager, many, ofMany);
            requireSame(new CycledTransformer(weights, Dropout.OFF), manager, few, ofFew);
        }
    }

    private static int[][] ids(BaseEncoder base, List<String> texts) {
        try (Tokenizer tokenizer = Tokenizer.of(base.tokenizerJson())) {
            return texts.stream()
                    .map(text ->
                            tokenizer.encode(text, base.shape().maxTokens()).ids())
                    .toArray(int[][]::new);
        }
    }

    private static Map<String, float[]> noHeads(Architecture architecture) {
        Map<String, float[]> heads = new LinkedHashMap<>();
        architecture.parameterShapes().forEach((name, shape) -> {
            if (name.startsWith("classifier.")) {
                heads.put(name, new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)]);
            }
        });
        return heads;
    }

    private static void requireSame(
            CycledTransformer network, NDManager manager, int[][] ids, List<float[][][]> expected) {
        try (NDManager run = manager.newSubManager()) {
            RowStates states = network.begin(run, ids);
            assertThat(difference(states, ids, expected.get(0))).as("embedding").isLessThan(TOLERANCE);
            for (int layer = 1; layer < expected.size(); layer++) {
                states = network.cycle(run, states, new int[] {layer - 1}).states();
                assertThat(difference(states, ids, expected.get(layer)))
                        .as("layer %d", layer)
                        .isLessThan(TOLERANCE);
            }
        }
    }

    private static double difference(RowStates states, int[][] ids, float[][][] expected) {
        float[] values = states.hidden().toFloatArray(); // [rows, tokens, dim]
        int tokens = expected[0].length;
        int dim = expected[0][0].length;
        double largest = 0;
        for (int r = 0; r < ids.length; r++) {
            for (int t = 0; t < ids[r].length; t++) {
                for (int d = 0; d < dim; d++) {
                    largest = Math.max(largest, Math.abs(values[(r * tokens + t) * dim + d] - expected[r][t][d]));
                }
            }
        }
        return largest;
    }
}
