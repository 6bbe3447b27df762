package io.fathom.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML as trees: anchors and merge keys resolved, a key that stands twice refused. */
public final class Yaml {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Yaml() {}

    /** The only document of a file. */
    public static JsonNode one(Path file) {
        List<JsonNode> documents = documents(Repository.text(file));
        if (documents.size() != 1) {
            throw new IllegalArgumentException(file + " must hold one document, but holds " + documents.size());
        }
        return documents.get(0);
    }

    /** All documents of a text that are not empty. */
    public static List<JsonNode> documents(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).loadAll(text)) {
            if (document != null) {
                documents.add(Objects.requireNonNull(JSON.<JsonNode>valueToTree(document)));
            }
        }
        return documents;
    }
}
