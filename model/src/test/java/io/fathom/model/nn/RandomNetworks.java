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

    static Architecture architecture(boolean zeroToken, Architecture.Gate gate) {
        return architecture(zeroToken, gate, Architecture.Pooling.MEAN);
    }

    static Architecture architecture(boolean zeroToken, Architecture.Gate gate, Architecture.Pooling pooling) {
        return new Architecture(50, 12, 16, 2, 24, 2, 3, 5, zeroToken, gate, pooling);
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
                v[i] = (float) (0.3 * random.nextGaussian()) + (name.endsWith("norm.weight") ? 1 : 0);
            }
            values.put(name, v);
        });
        return values;
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
