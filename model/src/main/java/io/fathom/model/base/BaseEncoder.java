package io.fathom.model.base;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.tensors.TensorSource;
import io.fathom.model.text.TokenizerVocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A pre-trained encoder without a head: every layer is an exit. Its weights stay on disk until they are asked for; nothing to
 * close.
 */
public final class BaseEncoder {
    private final BaseReference reference;
    private final BaseOrigin origin;
    private final EncoderShape shape;
    private final byte[] tokenizerJson;
    private final TensorSource weights;

    /**
     * @param weights every parameter of the encoder under our names
     * @throws IllegalArgumentException if tokenizer or weights do not fit the shape
     */
    BaseEncoder(
            BaseReference reference,
            BaseOrigin origin,
            EncoderShape shape,
            byte[] tokenizerJson,
            TensorSource weights) {
        TokenizerVocabulary.of(tokenizerJson).requireIdsBelow(shape.vocabulary());
        this.reference = reference;
        this.origin = origin;
        this.shape = shape;
        this.tokenizerJson = tokenizerJson;
        this.weights = weights;
    }

    public String name() {
        return reference.name();
    }

    public BaseReference reference() {
        return reference;
    }

    public BaseOrigin origin() {
        return origin;
    }

    public EncoderShape shape() {
        return shape;
    }

    public byte[] tokenizerJson() {
        return tokenizerJson.clone();
    }

    /** The encoder's parameters under our names, read when asked for, one tensor at a time. */
    public TensorSource weights() {
        return weights;
    }

    /** Values of the encoder's parameters by name, all at once on the heap: some 130 MB for a small base. */
    public Map<String, float[]> weightValues() {
        try {
            return weights.values();
        } catch (IOException e) {
            throw new UncheckedIOException("base '" + name() + "' cannot be read", e);
        }
    }

    /**
     * Copies the wanted parameters to the device of {@code manager}, which owns them, one at a time.
     *
     * @param wanted which, by name
     * @throws IllegalArgumentException if the files have changed or hold numbers that are not finite
     */
    public Map<String, NDArray> load(NDManager manager, Predicate<String> wanted) {
        Map<String, long[]> shapes = shape.parameterShapes();
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        try {
            weights.read(wanted, (name, values) -> {
                requireFinite(name, values);
                arrays.put(name, manager.create(values, new Shape(shapes.getOrDefault(name, new long[0]))));
            });
        } catch (IOException e) {
            throw new UncheckedIOException("base '" + name() + "' cannot be read", e);
        }
        return arrays;
    }

    private void requireFinite(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("base '" + name() + "' must hold finite numbers only, but value " + i
                        + " of '" + name + "' is " + values[i]);
            }
        }
    }

    /** Such as {@code bge-small (sha256 9dff55ebd00d…): 12 layers of width 384, 12 heads, up to 512 tokens}. */
    @Override
    public String toString() {
        return reference + ": " + shape.inWords();
    }
}
