package io.fathom.model.tensors;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Named tensors that are read when they are asked for, one at a time, so that a large file needs little memory. */
public interface TensorSource {

    /** Takes tensors as they come. */
    @FunctionalInterface
    interface Reader {
        /** @param values row by row; the callee's to keep */
        void accept(String name, float[] values) throws IOException;
    }

    /** Every tensor's name and the sizes of its dimensions. */
    Map<String, long[]> shapes();

    /**
     * Reads the wanted tensors once, in whatever order they lie.
     *
     * @throws IllegalArgumentException if the file has changed since it was opened, or holds a wanted tensor in a form that
     *     cannot be read as float32
     */
    void read(Predicate<String> wanted, Reader reader) throws IOException;

    /** Values of all tensors by name: everything at once on the heap. */
    default Map<String, float[]> values() throws IOException {
        Map<String, float[]> values = new LinkedHashMap<>();
        shapes().keySet().forEach(name -> values.put(name, new float[0])); // their order
        read(name -> true, values::put);
        return values;
    }

    /** Number of values of a tensor of this shape. */
    static int size(long[] shape) {
        long size = 1;
        for (long s : shape) {
            size = Math.multiplyExact(size, s);
        }
        return Math.toIntExact(size);
    }
}
