package io.fathom.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.fathom.deploy.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Schemas of the operator's resources, made strict.
 *
 * <p>Their source is the definition of {@code FlinkDeployment} in the operator's API 1.10.0, the newest on Maven Central. Newer
 * operators know more Flink versions, which are added here, and {@code FlinkBlueGreenDeployment}, whose outer fields (those of
 * 1.14.0 that we use) are written here around the same deployment.
 */
final class FlinkSchemas {
    private static final String DEFINITION = "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";
    private static final List<String> NEWER_VERSIONS = List.of("v2_0", "v2_1", "v2_2", "v2_3");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final JsonSchema DEPLOYMENT = schema(resource("FlinkDeployment", deploymentSpec()));
    private static final JsonSchema BLUE_GREEN = schema(resource("FlinkBlueGreenDeployment", blueGreenSpec()));

    private FlinkSchemas() {}

    static JsonSchema deployment() {
        return DEPLOYMENT;
    }

    static JsonSchema blueGreenDeployment() {
        return BLUE_GREEN;
    }

    private static ObjectNode blueGreenSpec() {
        ObjectNode template = object();
        properties(template).set("metadata", JSON.createObjectNode().put("type", "object"));
        properties(template).set("spec", deploymentSpec());
        ObjectNode spec = object();
        ObjectNode configuration = properties(spec).putObject("configuration").put("type", "object");
        configuration.putObject("additionalProperties").put("type", "string");
        properties(spec).set("template", template);
        spec.putArray("required").add("template");
        return spec;
    }

    private static JsonNode deploymentSpec() {
        try (InputStream file =
                Objects.requireNonNull(FlinkSchemas.class.getResourceAsStream(DEFINITION), DEFINITION)) {
            JsonNode definition = Yaml.documents(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .get(0);
            JsonNode spec =
                    StructuralSchema.strict(definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"));
            NEWER_VERSIONS.forEach(((ArrayNode) spec.at("/properties/flinkVersion/enum"))::add);
            return spec;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode resource(String kind, JsonNode spec) {
        ObjectNode resource = object();
        properties(resource).putObject("apiVersion").put("const", "flink.apache.org/v1beta1");
        properties(resource).putObject("kind").put("const", kind);
        properties(resource).putObject("metadata").put("type", "object");
        properties(resource).set("spec", spec);
        resource.putArray("required")
                .add("apiVersion")
                .add("kind")
                .add("metadata")
                .add("spec");
        return resource;
    }

    private static ObjectNode object() {
        ObjectNode object = JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
        object.putObject("properties");
        return object;
    }

    private static ObjectNode properties(ObjectNode object) {
        return (ObjectNode) object.get("properties");
    }

    private static JsonSchema schema(JsonNode node) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(node);
    }
}
