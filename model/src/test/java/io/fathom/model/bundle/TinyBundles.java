package io.fathom.model.bundle;

import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.LogisticModel;
import io.fathom.model.depth.ProbeInputs;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.Projections;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.nn.ZeroToken;
import io.fathom.model.text.BytePairTrainer;
import io.fathom.model.text.BytePairVocabulary;
import io.fathom.model.text.Normalization;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Complete bundles with random weights, small enough to make in every test: d 16, two heads, one middle layer, three
 * cycles, five labels. They answer nonsense, but the same nonsense for the same seed.
 */
public final class TinyBundles {
    public static final List<String> LABELS = List.of("cancel", "delivery", "refund", "status", "oos");
    public static final int MAX_CYCLES = 3;
    public static final int MAX_TOKENS = 24;
    public static final int ROUTED_LAYERS = 4;

    private static final List<String> SENTENCES = List.of(
            "where is my parcel",
            "what is the status of my order",
            "please cancel my order",
            "when does the delivery arrive",
            "I want a refund for my order");

    private TinyBundles() {}

    /** Writes a bundle called {@code tiny} and reads it back. */
    public static ModelBundle write(Path folder) {
        return write(folder, 1);
    }

    /** Writes a bundle whose weights are drawn from {@code seed}, and reads it back. */
    public static ModelBundle write(Path folder, long seed) {
        return BundleWriter.write(folder, parts(seed));
    }

    public static BundleParts parts(long seed) {
        ModelDescription model = model();
        return new BundleParts(
                model, weights(model.architecture(), seed), tokenizerJson(), "# tiny\n\nRandom weights.\n");
    }

    public static ModelDescription model() {
        ModelDescription bare = bare();
        return bare.calibrated(
                bare.createdBy(), bare.calibration(), List.of(probe()), bare.exitPolicy(), bare.quality());
    }

    /** Reads four signals of single heads and the confidence. */
    private static ExitProbe probe() {
        LogisticModel cycle =
                new LogisticModel(-0.5f, List.of(1f, 0.1f, -1f, 0f, 0.5f, 0.2f, 0.25f, -0.1f, 2f, 0.125f));
        return new ExitProbe(ProbeInputs.BOTH, Collections.nCopies(MAX_CYCLES - 1, cycle));
    }

    /** Without probes. */
    static ModelDescription bare() {
        return new ModelDescription(
                "tiny",
                "fathom test",
                TaskKind.CLASSIFICATION,
                NetworkKind.ZTT,
                architecture(),
                LABELS,
                new LabelCalibration(List.of(1.5f, 1.2f, 1f), "oos", Collections.nCopies(MAX_CYCLES, 0.1f)),
                new ExitPolicy.Confidence(0.3f, 1),
                Map.of("devAccuracy", 0.25),
                new TrainingData("five sentences", "Apache-2.0", "", ""),
                "random weights");
    }

    /** Writes a language model called {@code tiny-lm} with the same vocabulary, and reads it back. */
    public static ModelBundle writeLanguageModel(Path folder) {
        Architecture architecture = NetworkKind.ZTT.architecture(
                new TokenInput(vocabulary().size(), MAX_TOKENS, 0), 16, 2, 3, MAX_CYCLES, new Readout.NextToken());
        ModelDescription model = new ModelDescription(
                "tiny-lm",
                "fathom test",
                TaskKind.LANGUAGE_MODEL,
                NetworkKind.ZTT,
                architecture,
                List.of(),
                new SurpriseCalibration(Collections.nCopies(MAX_CYCLES, 20f)),
                new ExitPolicy.Confidence(0.02f, 1),
                Map.of(),
                new TrainingData("five sentences", "Apache-2.0", "", ""),
                "random weights");
        return BundleWriter.write(
                folder,
                new BundleParts(model, weights(architecture, 1), tokenizerJson(), "# tiny-lm\n\nRandom weights.\n"));
    }

    /**
     * Writes a bundle called {@code routed} of the same labels with hard token gates (TSA), four layers that run once, and
     * reads it back.
     */
    public static ModelBundle writeRouted(Path folder) {
        ModelDescription tiny = model();
        Architecture architecture = NetworkKind.TSA.architecture(
                tiny.architecture().input(),
                16,
                2,
                ROUTED_LAYERS,
                1,
                tiny.architecture().readout());
        ModelDescription model = new ModelDescription(
                "routed",
                tiny.createdBy(),
                tiny.task(),
                NetworkKind.TSA,
                architecture,
                tiny.labels(),
                LabelCalibration.none(1),
                new ExitPolicy.Fixed(1),
                tiny.quality(),
                tiny.trainingData(),
                tiny.recipe());
        return BundleWriter.write(
                folder,
                new BundleParts(model, weights(architecture, 5), tokenizerJson(), "# routed\n\nRandom weights.\n"));
    }

    public static Architecture architecture() {
        return new Architecture(
                new TokenInput(vocabulary().size(), MAX_TOKENS, 0),
                16,
                2,
                LayerStack.headTail(1, MAX_CYCLES),
                new Projections.Dense(32, true),
                ZeroToken.LAYER,
                false,
                new Readout.Labels(LABELS.size(), Readout.Pooling.MEAN));
    }

    public static byte[] tokenizerJson() {
        return vocabulary().toTokenizerJson();
    }

    /** Drawn widely, so that texts differ in their answers and cycles in their confidence. */
    public static Map<String, float[]> weights(Architecture architecture, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> weights = new LinkedHashMap<>();
        architecture.parameterShapes().forEach((name, shape) -> {
            int size = 1;
            for (long s : shape) {
                size = Math.toIntExact(size * s);
            }
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = name.endsWith("norm.weight") ? 1 : (float) (0.3 * random.nextGaussian());
            }
            weights.put(name, values);
        });
        return weights;
    }

    private static BytePairVocabulary vocabulary() {
        return new BytePairTrainer(300, 2, Normalization.LOWER_CASE).train(SENTENCES.stream());
    }
}
