package io.fathom.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import java.util.List;

/** What is wrong with a manifest, whichever its kind. */
final class Manifests {
    private Manifests() {}

    static List<String> mistakes(JsonNode manifest) {
        return switch (manifest.path("kind").asText()) {
            case "FlinkDeployment" -> mistakes(manifest, FlinkSchemas.deployment());
            case "FlinkBlueGreenDeployment" -> mistakes(manifest, FlinkSchemas.blueGreenDeployment());
            default -> StrictModels.mistakes(manifest);
        };
    }

    private static List<String> mistakes(JsonNode manifest, JsonSchema schema) {
        return schema.validate(manifest).stream().map(Object::toString).toList();
    }
}
