package io.fathom.model.base;

import io.fathom.model.tensors.TensorSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A foreign encoder's tensors under our names: query, key and value one below the other, and the first token type and the
 * offset of positions folded into {@code embed.position} (row t is the position of token t plus token type 0).
 */
public final class EncoderWeights implements TensorSource {
    private static final String DISTANCES = "distance_embedding";

    private final TensorSource source;
    private final EncoderShape shape;
    private final int positionOffset;

    /** With the prefix that the file puts in front of the encoder's names. */
    private final List<EncoderParameter> parameters;

    private EncoderWeights(
            TensorSource source, EncoderShape shape, int positionOffset, List<EncoderParameter> parameters) {
        this.source = source;
        this.shape = shape;
        this.positionOffset = positionOffset;
        this.parameters = parameters;
    }

    /**
     * Checks that everything is there and has the shape that it must have.
     *
     * @param source with Hugging Face's names and orientation of matrices, [out, in]
     * @param positionOffset the position of the first token
     * @throws IllegalArgumentException if a tensor is missing or has another shape
     */
    public static EncoderWeights of(TensorSource source, EncoderFamily family, EncoderShape shape, int positionOffset) {
        String prefix = prefix(source.shapes().keySet());
        List<EncoderParameter> parameters = family.parameters(shape).stream()
                .map(p -> new EncoderParameter(
                        p.name(), p.sources().stream().map(s -> prefix + s).toList()))
                .toList();
        EncoderWeights weights = new EncoderWeights(source, shape, positionOffset, parameters);
        weights.requireAbsolutePositions();
        parameters.forEach(weights::requireShapes);
        return weights;
    }

    /**
     * What stands in front of the encoder's own names, such as {@code bert.} or nothing.
     *
     * @throws IllegalArgumentException if there is no encoder, or more than one
     */
    public static String prefix(Set<String> names) {
        Set<String> prefixes = names.stream()
                .filter(name -> name.endsWith(EncoderFamily.words()))
                .map(name ->
                        name.substring(0, name.length() - EncoderFamily.words().length()))
                .filter(prefix -> prefix.isEmpty() || prefix.endsWith("."))
                .collect(Collectors.toCollection(TreeSet::new));
        if (prefixes.size() != 1) {
            throw new IllegalArgumentException("there must be one tensor '" + EncoderFamily.words()
                    + "' (with or without a prefix such as 'bert.'), but "
                    + (prefixes.isEmpty() ? "there is none" : "there are " + prefixes));
        }
        return prefixes.iterator().next();
    }

    private void requireAbsolutePositions() {
        source.shapes().keySet().stream()
                .filter(name -> name.contains(DISTANCES))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("positions must be absolute (what is read), but the tensor '"
                            + name + "' shows relative ones");
                });
    }

    private void requireShapes(EncoderParameter parameter) {
        long[] ours = shape.parameterShapes().get(parameter.name());
        for (int s = 0; s < parameter.sources().size(); s++) {
            String name = parameter.sources().get(s);
            long[] found = source.shapes().get(name);
            if (found == null) {
                throw new IllegalArgumentException("there must be a tensor '" + name + "' (the encoder has "
                        + shape.inWords() + "), but it is missing");
            }
            long[] expected = expected(parameter, s, ours == null ? new long[0] : ours.clone());
            boolean tokenTypes = parameter.isPosition() && s == 1;
            boolean fits = tokenTypes
                    ? found.length == 2 && found[0] >= 1 && found[1] == expected[1]
                    : Arrays.equals(found, expected);
            if (!fits) {
                throw new IllegalArgumentException("tensor '" + name + "' must have the shape "
                        + Arrays.toString(expected) + " (the encoder has " + shape.inWords() + "), but has "
                        + Arrays.toString(found));
            }
        }
    }

    private long[] expected(EncoderParameter parameter, int sourceIndex, long[] ours) {
        if (parameter.isPosition()) {
            ours[0] = sourceIndex == 0 ? ours[0] + positionOffset : 2; // token types: 2, though 1 will do
        } else {
            ours[0] /= parameter.sources().size();
        }
        return ours;
    }

    public EncoderShape shape() {
        return shape;
    }

    @Override
    public Map<String, long[]> shapes() {
        return shape.parameterShapes();
    }

    @Override
    public void read(Predicate<String> wanted, Reader reader) throws IOException {
        Map<String, Pending> bySource = new HashMap<>();
        for (EncoderParameter parameter : parameters) {
            if (wanted.test(parameter.name())) {
                Pending pending = new Pending(parameter, new LinkedHashMap<>());
                parameter.sources().forEach(name -> bySource.put(name, pending));
            }
        }
        source.read(bySource::containsKey, (name, values) -> {
            Pending pending = bySource.get(name);
            if (pending != null && pending.isCompleteWith(name, values)) {
                reader.accept(pending.parameter.name(), joined(pending));
                pending.parts.clear();
            }
        });
    }

    /** A parameter whose tensors have not all been read. */
    private record Pending(EncoderParameter parameter, Map<String, float[]> parts) {
        boolean isCompleteWith(String name, float[] values) {
            parts.put(name, values);
            return parts.size() == parameter.sources().size();
        }

        List<float[]> inOrder() {
            List<float[]> ordered = new ArrayList<>();
            for (String name : parameter.sources()) {
                ordered.add(parts.getOrDefault(name, new float[0]));
            }
            return ordered;
        }
    }

    private float[] joined(Pending pending) {
        List<float[]> parts = pending.inOrder();
        if (pending.parameter.isPosition()) {
            return positions(parts);
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int each = parts.get(0).length;
        float[] joined = new float[each * parts.size()];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i), 0, joined, i * each, each);
        }
        return joined;
    }

    private float[] positions(List<float[]> parts) {
        int from = positionOffset * shape.width();
        float[] positions = Arrays.copyOfRange(parts.get(0), from, from + shape.maxTokens() * shape.width());
        if (parts.size() > 1) {
            for (int i = 0; i < positions.length; i++) {
                positions[i] += parts.get(1)[i % shape.width()]; // row 0
            }
        }
        return positions;
    }
}
