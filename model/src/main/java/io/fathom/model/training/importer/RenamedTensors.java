package io.fathom.model.training.importer;

import io.fathom.model.tensors.TensorSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Tensors of old files, whose norms have a {@code gamma} and a {@code beta}, under today's names. */
final class RenamedTensors implements TensorSource {
    private final TensorSource source;
    private final Map<String, String> today = new HashMap<>();

    RenamedTensors(TensorSource source) {
        this.source = source;
        source.shapes()
                .keySet()
                .forEach(name -> today.put(
                        name,
                        name.replaceFirst("LayerNorm\\.gamma$", "LayerNorm.weight")
                                .replaceFirst("LayerNorm\\.beta$", "LayerNorm.bias")));
    }

    @Override
    public Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        source.shapes().forEach((name, shape) -> shapes.put(name(name), shape));
        return shapes;
    }

    @Override
    public void read(Predicate<String> wanted, Reader reader) throws IOException {
        source.read(name -> wanted.test(name(name)), (name, values) -> reader.accept(name(name), values));
    }

    private String name(String old) {
        return today.getOrDefault(old, old);
    }
}
