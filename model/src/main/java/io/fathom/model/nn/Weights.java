package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trained arrays of one network by name, owned by one manager. Shared by any number of readers; changed by training
 * only, in place.
 */
public final class Weights implements AutoCloseable {
    private final Architecture architecture;
    private final NDManager manager;
    private final Map<String, NDArray> arrays;

    private Weights(Architecture architecture, NDManager manager, Map<String, NDArray> arrays) {
        this.architecture = architecture;
        this.manager = manager;
        this.arrays = Collections.unmodifiableMap(arrays);
    }

    /**
     * Takes over {@code manager} and the arrays, which must be attached to it.
     *
     * @throws IllegalArgumentException if the arrays are not exactly those of the architecture, in float32
     */
    public static Weights of(Architecture architecture, NDManager manager, Map<String, NDArray> arrays) {
        Map<String, long[]> shapes = architecture.parameterShapes();
        if (!arrays.keySet().equals(shapes.keySet())) {
            throw new IllegalArgumentException("weights must be exactly " + shapes.keySet() + " (the parameters of the"
                    + " architecture), but were " + arrays.keySet());
        }
        Map<String, NDArray> ordered = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> {
            NDArray array = arrays.get(name);
            if (array == null
                    || array.getDataType() != DataType.FLOAT32
                    || !Arrays.equals(array.getShape().getShape(), shape)) {
                throw new IllegalArgumentException("weight '" + name + "' must be float32 of shape "
                        + Arrays.toString(shape) + ", but was " + array);
            }
            array.setName(name);
            ordered.put(name, array);
        });
        return new Weights(architecture, manager, ordered);
    }

    public Architecture architecture() {
        return architecture;
    }

    public NDManager manager() {
        return manager;
    }

    /** All arrays in the architecture's order. */
    public Map<String, NDArray> all() {
        return arrays;
    }

    /** The array of this name. */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no weight is called '" + name + "'; there are " + arrays.keySet());
        }
        return array;
    }

    /** The array of this name, or null where the architecture has none. */
    @Nullable
    NDArray find(String name) {
        return arrays.get(name);
    }

    @Override
    public void close() {
        manager.close();
    }
}
