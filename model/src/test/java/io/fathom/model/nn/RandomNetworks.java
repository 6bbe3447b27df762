package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

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
