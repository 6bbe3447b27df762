package io.fathom.model.bundle;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.base.BaseEncoder;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Weights;
import io.fathom.model.tensors.NumberType;
import io.fathom.model.tensors.SafetensorsHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The contents of {@code weights.safetensors}, known to be exactly the parameters of an architecture, all finite; in a bundle
 * on a base, only those that are not the base's: read-out, and layers that were trained on. There, large tensors whose numbers
 * bfloat16 holds exactly are stored in it, at half the size: whoever trains layers on rounds them ({@link
 * NumberType#toBfloat16}) and measures what that loses.
 */
final class WeightsFile {
    /** Smaller tensors are not worth a second type. */
    private static final int LEAST_NARROWED = 4096;

    private final Architecture architecture;
    private final byte[] file;
    private final SafetensorsHeader header;

    private WeightsFile(Architecture architecture, byte[] file, SafetensorsHeader header) {
        this.architecture = architecture;
        this.file = file;
        this.header = header;
    }

    /** The bytes of a file with these values, in the architecture's order; see the other. */
    static byte[] encode(Architecture architecture, Map<String, float[]> values) {
        return encode(architecture, values, false);
    }

    /**
     * The bytes of a file with these values, in the architecture's order.
     *
     * @param onBase whether what the encoder has may be missing, to be taken from a base
     */
    static byte[] encode(Architecture architecture, Map<String, float[]> values, boolean onBase) {
        Map<String, long[]> shapes = new LinkedHashMap<>(architecture.parameterShapes());
        if (onBase) {
            shapes.keySet().removeIf(name -> isOfEncoder(name) && !values.containsKey(name));
        }
        Map<String, NumberType> types = new HashMap<>();
        values.forEach((name, array) -> types.put(
                name,
                onBase && array.length >= LEAST_NARROWED && NumberType.fitBfloat16(array)
                        ? NumberType.BF16
                        : NumberType.F32));
        byte[] start = SafetensorsHeader.encode(shapes, name -> types.getOrDefault(name, NumberType.F32));
        long data = shapes.entrySet().stream()
                .mapToLong(e -> types.getOrDefault(e.getKey(), NumberType.F32).bytes()
                        * Arrays.stream(e.getValue()).reduce(1, (a, b) -> a * b))
                .sum();
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
            NumberType type = types.getOrDefault(name, NumberType.F32);
            for (float value : array) {
                type.write(value, file);
            }
        });
        return file.array();
    }

    /** Of a bundle without a base; see the other. */
    static WeightsFile parse(Architecture architecture, byte[] file) {
        return parse(architecture, file, false);
    }

    /**
     * Checks a file against the architecture that it belongs to.
     *
     * @param onBase whether what the encoder has may be missing, to be taken from a base
     * @throws IllegalArgumentException if names, shapes or values are not what a network can be built from
     */
    static WeightsFile parse(Architecture architecture, byte[] file, boolean onBase) {
        SafetensorsHeader header = SafetensorsHeader.parse(
                BundleFiles.WEIGHTS, file, onBase ? Set.of(NumberType.F32, NumberType.BF16) : Set.of(NumberType.F32));
        Map<String, long[]> shapes = architecture.parameterShapes();
        requireNames(shapes, header, onBase);
        WeightsFile weights = new WeightsFile(architecture, file, header);
        shapes.forEach((name, shape) -> {
            if (weights.isFromBase(name)) {
                return;
            }
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

    private static void requireNames(Map<String, long[]> shapes, SafetensorsHeader header, boolean onBase) {
        TreeSet<String> missing = new TreeSet<>(shapes.keySet());
        missing.removeAll(header.tensors().keySet());
        missing.removeIf(name -> onBase && isOfEncoder(name));
        TreeSet<String> unknown = new TreeSet<>(header.tensors().keySet());
        unknown.removeAll(shapes.keySet());
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    BundleFiles.WEIGHTS + " must hold exactly the architecture's tensors, but" + " lacks " + missing
                            + " and has " + unknown + " besides");
        }
    }

    /** Parameters that a base encoder may have: all but the read-out. */
    private static boolean isOfEncoder(String name) {
        return name.startsWith("embed.") || name.startsWith("middle.");
    }

    /** Names of the parameters that are here, in the architecture's order. */
    List<String> ownNames() {
        return architecture.parameterShapes().keySet().stream()
                .filter(name -> !isFromBase(name))
                .toList();
    }

    boolean isFromBase(String name) {
        return !header.tensors().containsKey(name);
    }

    /** @throws IllegalArgumentException if the base lacks a parameter that is not here, or has it in another shape */
    void requireFits(BaseEncoder base) {
        Map<String, long[]> offered = base.shape().parameterShapes();
        architecture.parameterShapes().forEach((name, shape) -> {
            if (isFromBase(name) && !Arrays.equals(shape, offered.get(name))) {
                throw new IllegalArgumentException("base " + base.reference() + " must have '" + name + "' of shape "
                        + Arrays.toString(shape) + " (as the architecture says), but "
                        + (offered.containsKey(name)
                                ? "its shape is " + Arrays.toString(offered.get(name))
                                : "has no such parameter"));
            }
        });
    }

    private void requireFinite(String name) {
        ByteBuffer data = data(name);
        NumberType type = tensor(name).type();
        for (int i = 0; data.hasRemaining(); i++) {
            float value = type.read(data);
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(BundleFiles.WEIGHTS + " must hold finite numbers only, but value "
                        + i + " of '" + name + "' is " + value);
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
        ByteBuffer data = data(name);
        float[] values = new float[tensor.values()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.type().read(data);
        }
        return values;
    }

    private ByteBuffer data(String name) {
        SafetensorsHeader.Tensor tensor = tensor(name);
        int bytes = Math.toIntExact(tensor.end() - tensor.begin());
        return ByteBuffer.wrap(file, header.dataStart() + (int) tensor.begin(), bytes)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Copies all tensors to the device of {@code parent}, into a child of it that the result owns. */
    Weights load(NDManager parent, Optional<BaseEncoder> base) {
        NDManager manager = parent.newSubManager();
        try {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            base.ifPresent(encoder -> arrays.putAll(encoder.load(manager, this::isFromBase)));
            architecture.parameterShapes().forEach((name, shape) -> {
                if (!isFromBase(name)) {
                    arrays.put(name, manager.create(values(name), new Shape(shape)));
                }
            });
            return Weights.of(architecture, manager, arrays);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }
}
