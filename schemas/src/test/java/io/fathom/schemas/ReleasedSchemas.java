package io.fathom.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The schemas that were given to the world, one folder a version, and the ones in force now. */
final class ReleasedSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReleasedSchemas() {}

    /** The values of the topics, as this build reads and writes them. */
    static List<Schema> current() {
        return Stream.of(
                        TextEvent.getClassSchema(),
                        Prediction.getClassSchema(),
                        DepthTelemetry.getClassSchema(),
                        DeadLetter.getClassSchema(),
                        ControlDirective.getClassSchema(),
                        ControlAck.getClassSchema())
                .map(ReleasedSchemas::withoutJavaTypes)
                .toList();
    }

    /** Released versions, oldest first. */
    static List<Version> all() {
        try (Stream<Path> folders = Files.list(root())) {
            return folders.map(f -> new Version(
                            Integer.parseInt(f.getFileName().toString().substring(1)), f))
                    .sorted(Comparator.comparingInt(Version::number))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Version newest() {
        List<Version> all = all();
        return all.get(all.size() - 1);
    }

    /** The generated classes carry Java's string type as a property; it is no part of the contract. */
    static Schema withoutJavaTypes(Schema schema) {
        try {
            JsonNode tree = JSON.readTree(schema.toString());
            removeJavaTypes(tree);
            return new Schema.Parser().parse(tree.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema as it is kept in a released folder. */
    static String pretty(Schema schema) {
        try {
            return JSON.readTree(schema.toString()).toPrettyString() + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeJavaTypes(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("avro.java.string");
        }
        node.forEach(ReleasedSchemas::removeJavaTypes);
    }

    private static Path root() {
        try {
            return Path.of(Objects.requireNonNull(ReleasedSchemas.class.getResource("released"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One released version: a folder with one self-contained schema a topic. */
    record Version(int number, Path folder) {

        boolean has(String name) {
            return Files.exists(folder.resolve(name + ".avsc"));
        }

        Schema schema(String name) {
            try {
                return new Schema.Parser().parse(Files.readString(folder.resolve(name + ".avsc")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return "v" + number;
        }
    }
}
