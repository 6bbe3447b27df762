package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.bundle.NetworkKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Small networks with random weights that are far from any special case: every parameter is non-zero. */
final class RandomNetworks {
    private RandomNetworks() {}

    static Architecture architecture(ZeroToken zeroToken) {
        return architecture(zeroToken, Readout.Pooling.MEAN);
    }

    static Architecture architecture(ZeroToken zeroToken, Readout.Pooling pooling) {
        return new Architecture(
                new TokenInput(50, 12, 0),
                16,
                2,
                LayerStack.headTail(2, 3),
                new Projections.Dense(24, true),
                zeroToken,
                false,
                new Readout.Labels(5, pooling));
    }

    /** One of each kind of the family and of what its parts can be, each for labels and as a language model. */
    static Stream<Arguments> family() {
        Map<String, Architecture> classifiers = new LinkedHashMap<>();
        for (NetworkKind kind : NetworkKind.values()) {
            classifiers.put(kind.name(), kind(kind, new Readout.Labels(5, Readout.Pooling.MEAN)));
        }
        Architecture ztt = architecture(ZeroToken.LAYER);
        Architecture tsa = kind(NetworkKind.TSA, ztt.readout());
        LayerStack stages = new LayerStack(true, 1, true, 3, false);
        LayerStack early = new LayerStack(false, 1, false, 3, false);
        classifiers.put("norms behind, zero tokens", behind(ztt, ztt.input(), ztt.stack(), ztt.readout()));
        classifiers.put("exits with classifiers", behind(ztt, ztt.input(), early, exits(Readout.Hidden.NONE)));
        classifiers.put("cycles with classifiers", behind(ztt, ztt.input(), ztt.stack(), exits(Readout.Hidden.TANH)));
        for (Readout.Hidden hidden : Readout.Hidden.values()) {
            Readout pooled = new Readout.Labels(5, Readout.Pooling.FIRST, Readout.Classifier.SHARED, hidden);
            classifiers.put("hidden " + hidden, behind(ztt, ztt.input(), ztt.stack(), pooled));
        }
        classifiers.put("smear", with(ztt, new TokenInput(50, 12, 2), ztt.stack(), ZeroToken.LAYER, false));
        classifiers.put("attention gate only", architecture(ZeroToken.ATTENTION));
        classifiers.put("cycle embedding", architecture(ZeroToken.CYCLE_EMBEDDING));
        classifiers.put("key with a value", architecture(ZeroToken.TRAINED_VALUE));
        classifiers.put("early exits", with(ztt, ztt.input(), early, ZeroToken.NONE, false));
        classifiers.put("stages with zero tokens", with(ztt, ztt.input(), stages, ZeroToken.LAYER, false));
        classifiers.put("routed stages", with(tsa, tsa.input(), stages, ZeroToken.NONE, true));
        classifiers.put("routers and zero tokens", with(ztt, ztt.input(), ztt.stack(), ZeroToken.LAYER, true));
        Map<String, Architecture> family = new LinkedHashMap<>(classifiers);
        classifiers.forEach((name, network) -> family.put(name + ", language model", languageModel(network)));
        TokenInput narrow = new TokenInput(50, 12, 1, 6);
        family.put("narrow embeddings", behind(ztt, narrow, early, exits(Readout.Hidden.NONE)));
        return family.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    private static Readout exits(Readout.Hidden hidden) {
        return new Readout.Labels(5, Readout.Pooling.MEAN_FIRST, Readout.Classifier.PER_EXIT, hidden);
    }

    /** With norms behind the layers; zero tokens where the cycles share them. */
    static Architecture behind(Architecture a, TokenInput input, LayerStack stack, Readout readout) {
        return new Architecture(
                input,
                a.dim(),
                a.heads(),
                stack,
                a.projections(),
                new Norms(Norms.Placement.POST, 1e-12f),
                stack.shared() ? ZeroToken.LAYER : ZeroToken.NONE,
                false,
                readout);
    }

    static Architecture kind(NetworkKind kind, Readout readout) {
        return kind.architecture(new TokenInput(50, 12, 0), 16, 2, 4, kind.cycles() ? 3 : 1, readout);
    }

    private static Architecture with(
            Architecture a, TokenInput input, LayerStack stack, ZeroToken zeroToken, boolean routers) {
        return new Architecture(input, a.dim(), a.heads(), stack, a.projections(), zeroToken, routers, a.readout());
    }

    /** The same layers, each token predicting the next. */
    static Architecture languageModel(Architecture a) {
        return new Architecture(
                a.input(),
                a.dim(),
                a.heads(),
                a.stack(),
                a.projections(),
                a.norms(),
                a.zeroToken(),
                a.routers(),
                new Readout.NextToken());
    }

    static Map<String, float[]> values(Architecture architecture, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        architecture.parameterShapes().forEach((name, shape) -> {
            int size = 1;
            for (long s : shape) {
                size *= (int) s;
            }
            float[] v = new float[size];
            for (int i = 0; i < size; i++) {
                v[i] = (float) (0.3 * random.nextGaussian()) + (isNormWeight(name) ? 1 : 0);
            }
            values.put(name, v);
        });
        return values;
    }

    private static boolean isNormWeight(String name) {
        return name.endsWith("norm.weight") || (name.startsWith("norm.") && name.endsWith(".weight"));
    }

    static Weights weights(Architecture architecture, Map<String, float[]> values) {
        NDManager manager = NDManager.newBaseManager();
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        architecture
                .parameterShapes()
                .forEach((name, shape) -> arrays.put(
                        name, manager.create(Objects.requireNonNull(values.get(name), name), new Shape(shape))));
        return Weights.of(architecture, manager, arrays);
    }

    static int[] ids(int length, Architecture architecture, SplittableRandom random) {
        return random.ints(length, 0, architecture.vocabulary()).toArray();
    }
}
