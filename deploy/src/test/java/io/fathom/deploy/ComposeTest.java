package io.fathom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.fathom.job.config.JobConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComposeTest {
    private static final String SCHEMA =
            "usr/share/gocode/src/github.com/compose-spec/compose-go/schema/compose-spec.json";
    private static final Path FILE = Repository.DEPLOY.resolve("compose.yaml");

    private final JsonNode compose = Yaml.one(FILE);

    @Test
    void followsTheComposeSpecification() throws Exception {
        Path schema = DebianPackage.ofProperty("compose.deb").unpack(SCHEMA);
        // Its id is a bare name, which the validator takes for no address; nothing refers to it.
        ObjectNode text = (ObjectNode) new ObjectMapper().readTree(schema.toFile());
        text.remove(List.of("id", "$id"));
        JsonSchema specification = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(text);

        Set<ValidationMessage> mistakes = specification.validate(compose);

        assertThat(mistakes).isEmpty();
        JsonNode mistyped = compose.deepCopy();
        ((ObjectNode) mistyped.at("/services/broker")).put("imagee", "x");
        assertThat(specification.validate(mistyped)).as("an unknown key").isNotEmpty();
    }

    @Test
    void imagesHaveTheVersionsOfThePoms() {
        assertThat(compose.at("/services/broker/image").asText())
                .isEqualTo("apache/kafka:" + Repository.version("kafka.version"));
        assertThat(compose.at("/services/topics/image")).isEqualTo(compose.at("/services/broker/image"));
        assertThat(compose.at("/services/jobmanager/image").asText())
                .isEqualTo("fathom:${FATHOM_VERSION:-" + Repository.version("project.version") + "}");
        compose.get("services")
                .forEach(service -> assertThat(service.get("image").asText())
                        .as("pinned")
                        .contains(":")
                        .doesNotContain("latest"));
    }

    @Test
    void thereAreTwoTaskManagersWithSlotsForTheDefaultParallelism() {
        JsonNode flink = Yaml.one(Repository.DEPLOY.resolve("flink/config.yaml"));
        int taskManagers = compose.at("/services/taskmanager/deploy/replicas").asInt();
        assertThat(taskManagers).isEqualTo(2);
        assertThat(taskManagers * flink.at("/taskmanager/numberOfTaskSlots").asInt())
                .isEqualTo(flink.at("/parallelism/default").asInt());
    }

    @Test
    void everyTopicOfTheJobIsCreatedAndTheControlTopicHasOnePartition() {
        String script = compose.at("/services/topics/command/0").asText();
        JobConfig job = JobConfig.load(Repository.DEPLOY.resolve("fathom.yaml"));
        assertThat(job.kafka().topics().names()).isNotEmpty().allSatisfy(topic -> assertThat(script)
                .contains("topic " + topic + " "));
        assertThat(script).contains("topic control 1 ").contains("--config retention.ms=-1");
    }

    @Test
    void flinkRunsWithoutRightsOnAReadOnlyRoot() {
        for (String service : List.of("jobmanager", "taskmanager")) {
            JsonNode container = compose.at("/services/" + service);
            assertThat(container.get("read_only").asBoolean()).isTrue();
            assertThat(container.get("user").asText()).isEqualTo("9999:9999");
            assertThat(container.at("/cap_drop/0").asText()).isEqualTo("ALL");
            assertThat(container.at("/security_opt/0").asText()).isEqualTo("no-new-privileges:true");
        }
    }

    @Test
    void everyMountedFileIsThereAndEveryVolumeIsDeclared() {
        List<String> mounts = new ArrayList<>();
        compose.get("services").forEach(service -> service.path("volumes").forEach(v -> mounts.add(v.asText())));
        assertThat(mounts).isNotEmpty().allSatisfy(mount -> {
            String source = mount.substring(0, mount.indexOf(':'));
            if (source.startsWith(".")) {
                assertThat(Repository.DEPLOY.resolve(source)).exists();
            } else {
                assertThat(compose.at("/volumes").has(source)).as(mount).isTrue();
            }
        });
    }

    @Test
    void portsAreOpenToThisMachineOnly() {
        compose.get("services").forEach(service -> service.path("ports")
                .forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:")));
    }
}
