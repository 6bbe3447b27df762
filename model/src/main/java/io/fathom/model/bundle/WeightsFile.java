package io.fathom.model.bundle;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Weights;
import io.fathom.model.tensors.NumberType;
import io.fathom.model.tensors.SafetensorsHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The contents of {@code weights.safetensors}, known to be exactly the parameters of an architecture, all finite. */
final class WeightsFile {
    private final Architecture architecture;
    private final byte[] file;
    private final SafetensorsHeader header;

    private WeightsFile(Architecture architecture, byte[] file, SafetensorsHeader header) {
        this.architecture = architecture;
        this.file = file;
        this.header = header;
    }

    /** The bytes of a file with these values, in the architecture's order. */
    static byte[] encode(Architecture architecture, Map<String, float[]> values) {
        Map<String, long[]> shapes = architecture.parameterShapes();
        byte[] start = SafetensorsHeader.encode(shapes);
        long data = Float.BYTES * architecture.parameterCount();
        ByteBuffer file =
                ByteBuffer.allocate(Math.toIntExact(start.length + data)).order(ByteOrder.LITTLE_ENDIAN);
        file.put(start);
        shapes.forEach((name, shape) -> {
            float[] array = values.get(name);
            long size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            if (array == null || array.length != size) {
                throw new IllegalArgumentException("weight '" + name + "' must have " + size + " values, but "
                        + (array == null ? "is missing" : "has " + array.length));
            }
            for (float value : array) {
                file.putFloat(value);
            }
        });
        return file.array();
    }

    /**
     * Checks a file against the architecture that it belongs to.
     *
     * @throws IllegalArgumentException if names, shapes or values are not what a network can be built from
     */
    static WeightsFile parse(Architecture architecture, byte[] file) {
        SafetensorsHeader header = SafetensorsHeader.parse(BundleFiles.WEIGHTS, file, Set.of(NumberType.F32));
        Map<String, long[]> shapes = architecture.parameterShapes();
        requireNames(shapes, header);
        WeightsFile weights = new WeightsFile(architecture, file, header);
        shapes.forEach((name, shape) -> {
            long[] found = weights.tensor(name).shape();
            if (!Arrays.equals(found, shape)) {
                throw new IllegalArgumentException(BundleFiles.WEIGHTS + " must hold '" + name + "' of shape "
                        + Arrays.toString(shape) + " (as the architecture says), but its shape is "
                        + Arrays.toString(found));
            }
            weights.requireFinite(name);
        });
        return weights;
    }

    private static void requireNames(Map<String, long[]> shapes, SafetensorsHeader header) {
        TreeSet<String> missing = new TreeSet<>(shapes.keySet());
        missing.removeAll(header.tensors().keySet());
        TreeSet<String> unknown = new TreeSet<>(header.tensors().keySet());
        unknown.removeAll(shapes.keySet());
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    BundleFiles.WEIGHTS + " must hold exactly the architecture's tensors, but" + " lacks " + missing
                            + " and has " + unknown + " besides");
        }
    }

    private void requireFinite(String name) {
        float[] values = values(name);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(BundleFiles.WEIGHTS + " must hold finite numbers only, but value "
                        + i + " of '" + name + "' is " + values[i]);
            }
        }
    }

    private SafetensorsHeader.Tensor tensor(String name) {
        SafetensorsHeader.Tensor tensor = header.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(BundleFiles.WEIGHTS + " has no tensor '" + name + "'");
        }
        return tensor;
    }

    /** The values of a tensor, row by row. */
    float[] values(String name) {
        SafetensorsHeader.Tensor tensor = tensor(name);
        float[] values = new float[tensor.values()];
        FloatBuffer data = ByteBuffer.wrap(file, header.dataStart() + (int) tensor.begin(), values.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        data.get(values);
        return values;
    }

    /** Copies all tensors to the device of {@code parent}, into a child of it that the result owns. */
    Weights load(NDManager parent) {
        NDManager manager = parent.newSubManager();
        try {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            architecture
                    .parameterShapes()
                    .forEach((name, shape) -> arrays.put(name, manager.create(values(name), new Shape(shape))));
            return Weights.of(architecture, manager, arrays);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }
}
