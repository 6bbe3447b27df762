package io.fathom.model.training;

import static java.util.Objects.requireNonNull;

import io.fathom.model.nn.Architecture;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A network in Java memory, where weights are moved from one shape to another.
 *
 * @param values of every parameter of the architecture by name, row by row
 */
public record NetworkValues(Architecture architecture, Map<String, float[]> values) {

    public NetworkValues {
        if (!values.keySet().equals(architecture.parameterShapes().keySet())) {
            throw new IllegalArgumentException("values must be exactly those of "
                    + architecture.parameterShapes().keySet() + " (the parameters of the architecture), but were "
                    + values.keySet());
        }
        values = Map.copyOf(values);
    }

    /** The same for the same weights of the same shape. */
    String fingerprint() {
        CRC32C sum = new CRC32C();
        for (String name : architecture.parameterShapes().keySet()) {
            float[] array = get(name);
            ByteBuffer bytes = ByteBuffer.allocate(array.length * Float.BYTES);
            bytes.asFloatBuffer().put(array);
            sum.update(bytes.array());
        }
        return Long.toHexString(sum.getValue());
    }

    /**
     * These values in a network of another shape: a parameter of the same name and row width is taken over, as many rows of it
     * as there are in both; all else is drawn as for a fresh network. Where both have as many layers, the first of one is the
     * first of the other, whatever they are called.
     */
    NetworkValues movedTo(Architecture other, long seed) {
        Map<String, long[]> shapes = architecture.parameterShapes();
        Map<String, String> layers = layersOf(other);
        Map<String, float[]> moved = new LinkedHashMap<>(Initialiser.values(other, seed));
        moved.forEach((name, fresh) -> {
            String known = known(name, layers);
            long[] shape = shapes.get(known);
            if (shape != null
                    && sameRows(shape, requireNonNull(other.parameterShapes().get(name)))) {
                float[] values = get(known);
                System.arraycopy(values, 0, fresh, 0, Math.min(values.length, fresh.length));
            }
        });
        return new NetworkValues(other, moved);
    }

    /** What each layer of another stack is called here, in the order of running; empty if they are not as many. */
    private Map<String, String> layersOf(Architecture other) {
        List<String> theirs = other.stack().layerNames();
        List<String> ours = architecture.stack().layerNames();
        Map<String, String> layers = new LinkedHashMap<>();
        for (int l = 0; l < theirs.size() && theirs.size() == ours.size(); l++) {
            layers.put(theirs.get(l) + ".", ours.get(l) + ".");
        }
        return layers;
    }

    private static String known(String name, Map<String, String> layers) {
        for (Map.Entry<String, String> layer : layers.entrySet()) {
            if (name.startsWith(layer.getKey())) {
                return layer.getValue() + name.substring(layer.getKey().length());
            }
        }
        return name;
    }

    private static boolean sameRows(long[] one, long[] other) {
        return Arrays.equals(one, 1, one.length, other, 1, other.length);
    }

    /** The values of a parameter. */
    float[] get(String name) {
        float[] array = values.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no parameter is called '" + name + "'");
        }
        return array;
    }
}
