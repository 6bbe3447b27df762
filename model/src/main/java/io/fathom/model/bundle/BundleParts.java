package io.fathom.model.bundle;

import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.nn.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a bundle is written from.
 *
 * @param model all about the model but the files
 * @param weights values of every parameter of the architecture, row by row
 * @param tokenizerJson contents of {@code tokenizer.json}
 * @param modelCard Markdown for people: what the model is for, how good it is, how to train it again
 * @param frontier the measured curve of quality against compute; empty where none was measured
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record BundleParts(
        ModelDescription model,
        Map<String, float[]> weights,
        byte[] tokenizerJson,
        String modelCard,
        Optional<DepthFrontier> frontier) {

    /** Without a frontier. */
    public BundleParts(ModelDescription model, Map<String, float[]> weights, byte[] tokenizerJson, String modelCard) {
        this(model, weights, tokenizerJson, modelCard, Optional.empty());
    }

    /** With a copy of these weights. */
    public static BundleParts of(ModelDescription model, Weights weights, byte[] tokenizerJson, String modelCard) {
        Map<String, float[]> values = new LinkedHashMap<>();
        weights.all().forEach((name, array) -> values.put(name, array.toFloatArray()));
        return new BundleParts(model, values, tokenizerJson, modelCard);
    }

    /** The same with a frontier. */
    public BundleParts with(Optional<DepthFrontier> measured) {
        return new BundleParts(model, weights, tokenizerJson, modelCard, measured);
    }
}
