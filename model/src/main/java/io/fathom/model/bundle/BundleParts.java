package io.fathom.model.bundle;

import io.fathom.model.nn.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a bundle is written from.
 *
 * @param model all about the model but the files
 * @param weights values of every parameter of the architecture, row by row
 * @param tokenizerJson contents of {@code tokenizer.json}
 * @param modelCard Markdown for people: what the model is for, how good it is, how to train it again
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record BundleParts(
        ModelDescription model, Map<String, float[]> weights, byte[] tokenizerJson, String modelCard) {

    /** With a copy of these weights. */
    public static BundleParts of(ModelDescription model, Weights weights, byte[] tokenizerJson, String modelCard) {
        Map<String, float[]> values = new LinkedHashMap<>();
        weights.all().forEach((name, array) -> values.put(name, array.toFloatArray()));
        return new BundleParts(model, values, tokenizerJson, modelCard);
    }
}
