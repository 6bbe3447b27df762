package io.fathom.bench;

import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.engine.ScoringTicket;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.text.BytePairTrainer;
import io.fathom.model.text.BytePairVocabulary;
import io.fathom.model.text.Normalization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A bundle with random weights: what it answers is nonsense, what it costs is real. */
final class SyntheticBundle {
    /** Tokens of every text longer than this: all are cut to the same length. */
    static final int TOKENS = 32;

    static final int CYCLES = 4;
    private static final int MIDDLE_LAYERS = 2;
    private static final int HEAD_DIM = 32;
    private static final int LABELS = 150;

    private SyntheticBundle() {}

    /** ZTT of this width: head dimension 32, feed-forward 4 × width, two middle layers, four cycles, 150 labels. */
    static ModelBundle write(Path folder, int width, ExitPolicy policy, long seed) {
        return write(folder, NetworkKind.ZTT, width, CYCLES, policy, seed);
    }

    /** The same layers run once, with a router in front of all but the first. */
    static ModelBundle writeRouted(Path folder, int width, long seed) {
        return write(folder, NetworkKind.TSA, width, 1, new ExitPolicy.Fixed(1), seed);
    }

    private static ModelBundle write(
            Path folder, NetworkKind kind, int width, int cycles, ExitPolicy policy, long seed) {
        BytePairVocabulary vocabulary =
                new BytePairTrainer(1000, 2, Normalization.LOWER_CASE).train(SampleTexts.of(seed, 500, 5, 40).stream());
        Architecture architecture = kind.architecture(
                new TokenInput(vocabulary.size(), TOKENS, 0),
                width,
                width / HEAD_DIM,
                2 + MIDDLE_LAYERS,
                cycles,
                new Readout.Labels(LABELS, Readout.Pooling.MEAN));
        ModelDescription model = new ModelDescription(
                "synthetic-d" + width,
                "fathom bench",
                TaskKind.CLASSIFICATION,
                kind,
                architecture,
                IntStream.range(0, LABELS).mapToObj(i -> "label" + i).toList(),
                LabelCalibration.none(cycles),
                policy,
                Map.of(),
                new TrainingData("none", "Apache-2.0", "", ""),
                "random weights");
        return BundleWriter.write(
                folder,
                new BundleParts(
                        model, weights(architecture, seed), vocabulary.toTokenizerJson(), "# Random weights\n"));
    }

    /** As {@link #write}, with a zero-attention policy that lets half of the texts go after two cycles. */
    static ModelBundle writeAdaptive(Path folder, int width, long seed) throws InterruptedException {
        ModelBundle full = write(folder.resolve("full"), width, new ExitPolicy.Fixed(CYCLES), seed);
        List<Float> second = new ArrayList<>();
        try (ScoringEngine engine = ScoringEngines.open(full, EngineOptions.defaults(full.exitPolicy()))) {
            List<ScoringTicket> tickets = new ArrayList<>();
            for (String text : texts(seed, 256)) {
                tickets.add(engine.submit(ScoringRequest.of("probe", text)));
            }
            for (ScoringTicket ticket : tickets) {
                second.add(ticket.result().join().trace().signals().get(1).zeroAttention());
            }
        }
        float median = second.stream().sorted().toList().get(second.size() / 2);
        return write(folder.resolve("adaptive"), width, new ExitPolicy.ZeroAttention(median, 2), seed);
    }

    private static Map<String, float[]> weights(Architecture architecture, long seed) {
        Random random = new Random(seed);
        Map<String, float[]> weights = new LinkedHashMap<>();
        architecture.parameterShapes().forEach((name, shape) -> {
            float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
            for (int i = 0; i < values.length; i++) {
                values[i] = name.endsWith("norm.weight") ? 1 : (float) random.nextGaussian() * 0.05f;
            }
            weights.put(name, values);
        });
        return weights;
    }

    /** Texts that this bundle reads as {@value #TOKENS} tokens each. */
    static List<String> texts(long seed, int count) {
        return SampleTexts.of(seed, count, TOKENS + 4, TOKENS + 8);
    }
}
