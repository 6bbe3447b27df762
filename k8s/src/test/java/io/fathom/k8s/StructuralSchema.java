package io.fathom.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Turns the schema of a custom resource definition into a JSON schema that refuses what a strict API server refuses.
 *
 * <p>A structural schema names the fields of each object and says nothing of others, which the API server prunes (or refuses,
 * with {@code fieldValidation=Strict}). JSON Schema lets them pass, so each object with named fields gets
 * {@code additionalProperties: false}, unless it says that it preserves unknown fields. "int-or-string" is an extension of
 * Kubernetes and becomes a choice of types.
 */
final class StructuralSchema {
    private StructuralSchema() {}

    static JsonNode strict(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        close(copy);
        return copy;
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("x-kubernetes-int-or-string").asBoolean()) {
                object.remove("type");
                object.remove("anyOf");
                ArrayNode types = object.putArray("type");
                types.add("integer").add("string");
            }
            if (object.path("nullable").asBoolean() && object.path("type").isTextual()) {
                String type = object.get("type").asText();
                object.putArray("type").add(type).add("null");
            }
            if (object.path("properties").isObject()
                    && !object.has("additionalProperties")
                    && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
                object.put("additionalProperties", false);
            }
        }
        node.forEach(StructuralSchema::close);
    }
}
