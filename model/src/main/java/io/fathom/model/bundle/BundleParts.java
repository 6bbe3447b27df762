package io.fathom.model.bundle;

import io.fathom.model.base.BaseReference;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.nn.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a bundle is written from.
 *
 * @param model all about the model but the files
 * @param weights values of every parameter of the architecture, row by row; of a bundle on a base, those that are not the
 *     base's
 * @param tokenizerJson contents of {@code tokenizer.json}
 * @param modelCard Markdown for people: what the model is for, how good it is, how to train it again
 * @param base the encoder that all other weights are taken from; empty where the bundle is to hold all itself
 * @param frontier the measured curve of quality against compute; empty where none was measured
 * @param ngrams what answers at depth zero; there exactly if the model's calibration has it
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record BundleParts(
        ModelDescription model,
        Map<String, float[]> weights,
        byte[] tokenizerJson,
        String modelCard,
        Optional<BaseReference> base,
        Optional<DepthFrontier> frontier,
        Optional<NgramModel> ngrams) {

    /** Without a base, a frontier and depth zero. */
    public BundleParts(ModelDescription model, Map<String, float[]> weights, byte[] tokenizerJson, String modelCard) {
        this(model, weights, tokenizerJson, modelCard, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** With a copy of these weights. */
    public static BundleParts of(ModelDescription model, Weights weights, byte[] tokenizerJson, String modelCard) {
        Map<String, float[]> values = new LinkedHashMap<>();
        weights.all().forEach((name, array) -> values.put(name, array.toFloatArray()));
        return new BundleParts(model, values, tokenizerJson, modelCard);
    }

    /** Those of a bundle with another description: same weights, on the same base, same tokenizer, frontier and n-gram model. */
    public static BundleParts of(ModelBundle bundle, ModelDescription model, String modelCard) {
        return new BundleParts(
                model,
                bundle.ownWeightValues(),
                bundle.tokenizerJson(),
                modelCard,
                bundle.base(),
                bundle.frontier(),
                bundle.ngrams());
    }

    /**
     * Those of a bundle with all of its weights, so that it needs no base and gives the same answers.
     *
     * @throws BundleException if its base is not here
     */
    public static BundleParts packed(ModelBundle bundle) {
        BundleParts thin = of(bundle, bundle.model(), bundle.modelCard());
        return new BundleParts(
                thin.model,
                bundle.weightValues(),
                thin.tokenizerJson,
                thin.modelCard,
                Optional.empty(),
                thin.frontier,
                thin.ngrams);
    }

    /** The same with what answers at depth zero. */
    public BundleParts withNgrams(Optional<NgramModel> depthZero) {
        return new BundleParts(model, weights, tokenizerJson, modelCard, base, frontier, depthZero);
    }

    /** The same with a frontier. */
    public BundleParts with(Optional<DepthFrontier> measured) {
        return new BundleParts(model, weights, tokenizerJson, modelCard, base, measured, ngrams);
    }

    /** The same on a base: what the weights lack is taken from there. */
    public BundleParts on(BaseReference encoder) {
        return new BundleParts(model, weights, tokenizerJson, modelCard, Optional.of(encoder), frontier, ngrams);
    }
}
