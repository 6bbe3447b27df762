package io.fathom.model.base;

import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Readout;
import io.fathom.model.tensors.TensorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Bases with random weights, three layers of width 16, with the tokenizer of {@link TinyBundles}, and bundles on them. */
public final class TinyBases {
    public static final int LAYERS = 3;

    private TinyBases() {}

    /** Writes a base called {@code tiny-base} and reads it back. */
    public static BaseEncoder write(Path folder, long seed) {
        EncoderShape shape = new EncoderShape(300, TinyBundles.MAX_TOKENS, 16, 16, 2, LAYERS, 32, 1e-12f);
        try {
            return BaseFolder.write(
                    folder,
                    "tiny-base",
                    new BaseOrigin("", "Apache-2.0", "random weights"),
                    shape,
                    TinyBundles.tokenizerJson(),
                    source(shape, seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A thin bundle called {@code thin}: a classifier for each of the three exits, and nothing else. */
    public static BundleParts thinParts(BaseEncoder base, long seed) {
        Architecture architecture = base.shape()
                .architecture(Readout.Labels.perExit(TinyBundles.LABELS.size(), Readout.Pooling.MEAN_FIRST));
        Map<String, float[]> heads = TinyBundles.weights(architecture, seed);
        heads.keySet().removeIf(name -> !name.startsWith("classifier."));
        ModelDescription model = new ModelDescription(
                "thin",
                "fathom test",
                TaskKind.CLASSIFICATION,
                NetworkKind.ENCODER,
                architecture,
                TinyBundles.LABELS,
                LabelCalibration.none(LAYERS),
                new ExitPolicy.Fixed(LAYERS),
                Map.of(),
                new TrainingData("five sentences", "Apache-2.0", "", ""),
                "random weights");
        return new BundleParts(model, heads, base.tokenizerJson(), "# thin\n\nRandom weights.\n").on(base.reference());
    }

    private static TensorSource source(EncoderShape shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        shape.parameterShapes().forEach((name, sizes) -> {
            float[] tensor = new float[TensorSource.size(sizes)];
            for (int i = 0; i < tensor.length; i++) {
                tensor[i] = (float) (0.3 * random.nextGaussian()) + (name.endsWith("norm.weight") ? 1 : 0);
            }
            values.put(name, tensor);
        });
        return new TensorSource() {
            @Override
            public Map<String, long[]> shapes() {
                return shape.parameterShapes();
            }

            @Override
            public void read(Predicate<String> wanted, Reader reader) throws IOException {
                for (Map.Entry<String, float[]> entry : values.entrySet()) {
                    if (wanted.test(entry.getKey())) {
                        reader.accept(entry.getKey(), entry.getValue());
                    }
                }
            }
        };
    }
}
