package io.fathom.model.training;

import io.fathom.model.nn.Architecture;
import java.nio.ByteBuffer;
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

    /** The values of a parameter. */
    float[] get(String name) {
        float[] array = values.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no parameter is called '" + name + "'");
        }
        return array;
    }
}
