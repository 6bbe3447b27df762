package io.fathom.model.training.importer;

import io.fathom.model.base.EncoderFamily;
import io.fathom.model.tensors.TensorSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The classifier of a fine-tuned encoder: a dense layer on the first token's state, an activation, and a linear layer.
 *
 * @param labels names of its rows
 * @param activation of the dense layer
 * @param weights under our names: {@code pooler.weight [d, d]}, {@code pooler.bias}, {@code classifier.weight [labels, d]},
 *     {@code classifier.bias}
 */
public record ForeignClassifier(List<String> labels, Activation activation, Map<String, float[]> weights) {

    /** What stands behind the dense layer. */
    public enum Activation {
        TANH,
        RELU,
        GELU
    }

    /** Names of the two layers, without the encoder's prefix in front of its own. */
    private record Names(String dense, String last, Activation activation) {
        static Names of(EncoderFamily family, String prefix) {
            return switch (family) {
                case BERT -> new Names(prefix + "pooler.dense", "classifier", Activation.TANH);
                case ROBERTA, XLM_ROBERTA -> new Names("classifier.dense", "classifier.out_proj", Activation.TANH);
                case DISTILBERT -> new Names("pre_classifier", "classifier", Activation.RELU);
                case ELECTRA -> new Names("classifier.dense", "classifier.out_proj", Activation.GELU);
            };
        }
    }

    /** Whether there are tensors of a classifier at all. */
    static boolean isIn(TensorSource tensors, EncoderFamily family) {
        Names names = Names.of(family, "");
        return tensors.shapes().containsKey(names.last + ".weight");
    }

    /**
     * Reads the classifier.
     *
     * @param prefix of the encoder's tensors
     * @throws IllegalArgumentException if a tensor is missing or has another shape, or labels and rows differ
     */
    static ForeignClassifier read(TensorSource tensors, ConfigJson config, String prefix) throws IOException {
        Names names = Names.of(config.family(), prefix);
        int dim = config.shape().dim();
        long[] last = tensors.shapes().get(names.last + ".weight");
        if (last == null || last.length != 2) {
            throw new IllegalArgumentException("there must be a matrix '" + names.last
                    + ".weight' (the classifier that config.json promises), but there is none");
        }
        int rows = (int) last[0];
        List<String> labels = config.labels(rows);
        Map<String, String> ours = new LinkedHashMap<>();
        require(tensors, ours, names.dense + ".weight", "pooler.weight", dim, dim);
        require(tensors, ours, names.dense + ".bias", "pooler.bias", dim);
        require(tensors, ours, names.last + ".weight", "classifier.weight", rows, dim);
        require(tensors, ours, names.last + ".bias", "classifier.bias", rows);
        Map<String, float[]> weights = new LinkedHashMap<>();
        Set<String> wanted = ours.keySet();
        tensors.read(wanted::contains, (name, values) -> weights.put(ours.getOrDefault(name, name), values));
        return new ForeignClassifier(labels, names.activation, weights);
    }

    private static void require(
            TensorSource tensors, Map<String, String> ours, String theirs, String name, long... shape) {
        long[] found = tensors.shapes().get(theirs);
        if (!Arrays.equals(found, shape)) {
            throw new IllegalArgumentException(
                    "tensor '" + theirs + "' of the classifier must have the shape " + Arrays.toString(shape) + ", but "
                            + (found == null ? "is missing" : "has " + Arrays.toString(found)));
        }
        ours.put(theirs, name);
    }
}
