package io.fathom.model.training.importer;

import com.fasterxml.jackson.databind.JsonNode;
import io.fathom.model.tensors.SafetensorsFile;
import io.fathom.model.tensors.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Safetensors in several files, as {@code model.safetensors.index.json} lists them. */
final class ShardedTensors implements TensorSource {
    private final List<SafetensorsFile> shards;

    private ShardedTensors(List<SafetensorsFile> shards) {
        this.shards = shards;
    }

    /** @throws IllegalArgumentException if a file is missing, lies elsewhere, or lacks a tensor that the index promises */
    static ShardedTensors open(Path index) throws IOException {
        JsonNode places = ConfigJson.read(index).root().path("weight_map");
        Set<String> files = new TreeSet<>();
        places.forEach(file -> files.add(file.asText()));
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    index.getFileName() + " must name files under weight_map, but names none");
        }
        List<SafetensorsFile> shards = new ArrayList<>();
        for (String file : files) {
            Path shard = index.resolveSibling(file);
            if (!Path.of(file).equals(Path.of(file).getFileName()) || !Files.isRegularFile(shard)) {
                throw new IllegalArgumentException(
                        index.getFileName() + " must name files of its folder, but '" + file + "' is not there");
            }
            shards.add(SafetensorsFile.open(shard));
        }
        ShardedTensors all = new ShardedTensors(shards);
        Map<String, long[]> shapes = all.shapes();
        places.fieldNames().forEachRemaining(name -> {
            if (!shapes.containsKey(name)) {
                throw new IllegalArgumentException(
                        index.getFileName() + " must be true, but the tensor '" + name + "' is in none of " + files);
            }
        });
        return all;
    }

    @Override
    public Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shards.forEach(shard -> shapes.putAll(shard.shapes()));
        return shapes;
    }

    @Override
    public void read(Predicate<String> wanted, Reader reader) throws IOException {
        for (SafetensorsFile shard : shards) {
            shard.read(wanted, reader);
        }
    }
}
