package io.fathom.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.JsonNode;
import io.fathom.deploy.FlinkOptions;
import io.fathom.deploy.ProcessMemory;
import io.fathom.deploy.Repository;
import io.fathom.job.config.JobConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Options in the rendered manifests: those of Fathom by the job's own parser, those of Flink and its operator by their constants. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Debian has kustomize for Linux alone")
class OptionsTest {
    private static final List<String> DEPLOYMENTS =
            List.of("overlays/cpu", "overlays/gpu", "overlays/local", "examples/blue-green");

    /** Options of operators that are newer than what Central has. */
    private static final Set<String> NEWER = Set.of(
            "kubernetes.operator.bluegreen.deployment-deletion.delay",
            "kubernetes.operator.bluegreen.abort.grace-period");

    private static final FlinkOptions OPTIONS = FlinkOptions.onClassPath();

    @Test
    void everyKeyForFlinkAndItsOperatorIsAnOptionAndItsValueOfThatType() throws Exception {
        for (String folder : DEPLOYMENTS) {
            Configuration configuration = Configuration.fromMap(flink(spec(folder)));
            assertThat(configuration.keySet()).as(folder).isNotEmpty().allMatch(OPTIONS::knows);
            for (String key : configuration.keySet()) {
                ConfigOption<?> option = OPTIONS.option(key);
                if (option != null) {
                    assertThatNoException().as("%s %s", folder, key).isThrownBy(() -> configuration.get(option));
                }
            }
        }
        JsonNode outer = Kustomize.only(Kustomize.build("examples/blue-green"), "FlinkBlueGreenDeployment")
                .at("/spec/configuration");
        assertThat(outer.fieldNames()).toIterable().allMatch(NEWER::contains);
    }

    @Test
    void theOperatorsAndTheAutoscalersOptionsAreKnownAtAll() {
        assertThat(OPTIONS.knows("job.autoscaler.scale-down.max-factor")).isTrue();
        assertThat(OPTIONS.knows("kubernetes.operator.periodic.savepoint.interval"))
                .isTrue();
        assertThat(OPTIONS.knows("kubernetes.operator.periodic.savepoints.interval"))
                .isFalse();
    }

    @Test
    void processesStartWithTheMemoryThatTheyGet() throws Exception {
        for (String folder : DEPLOYMENTS) {
            JsonNode spec = spec(folder);
            Map<String, String> configuration = flink(spec);
            // As the operator does.
            configuration.put(
                    "taskmanager.memory.process.size",
                    spec.at("/taskManager/resource/memory").asText());
            configuration.put(
                    "jobmanager.memory.process.size",
                    spec.at("/jobManager/resource/memory").asText());
            configuration.put(
                    "taskmanager.cpu.cores",
                    spec.at("/taskManager/resource/cpu").asText());
            ProcessMemory.check(Configuration.fromMap(configuration));
        }
    }

    @Test
    void everyOptionOfTheJobIsOneAndAllowed(@TempDir Path folder) throws Exception {
        for (String deployment : DEPLOYMENTS) {
            JobConfig job = job(deployment, folder);
            assertThat(job.flink().keySet())
                    .as("Flink's own keys belong into the deployment")
                    .isEmpty();
            assertThat(Repository.ROOT.resolve(job.engine().bundle().replace("/opt/fathom/", "")))
                    .as("baked into the image")
                    .isDirectory();
        }
    }

    @Test
    void theQueueHoldsWhatTheSlotsOfATaskManagerMayHaveInFlight(@TempDir Path folder) throws Exception {
        for (String deployment : DEPLOYMENTS) {
            int slots = Integer.parseInt(
                    Objects.requireNonNull(flink(spec(deployment)).get("taskmanager.numberOfTaskSlots")));
            JobConfig job = job(deployment, folder);
            assertThat(job.engine().queueRecords())
                    .as(deployment)
                    .isGreaterThanOrEqualTo(slots * job.async().capacity());
        }
    }

    @Test
    void everyTopicOfTheJobIsMadeAndTheUserMayUseIt(@TempDir Path folder) throws Exception {
        JobConfig job = job("overlays/cpu", folder);
        List<JsonNode> kafka = Kustomize.build("kafka");
        Map<String, JsonNode> topics = new TreeMap<>();
        kafka.stream()
                .filter(manifest -> manifest.path("kind").asText().equals("KafkaTopic"))
                .forEach(topic -> topics.put(topic.at("/metadata/name").asText(), topic.get("spec")));
        assertThat(topics.keySet())
                .containsExactlyInAnyOrderElementsOf(job.kafka().topics().names());
        assertThat(Objects.requireNonNull(topics.get("control"))
                        .get("partitions")
                        .asInt())
                .as("one keeps the order")
                .isEqualTo(1);
        String acls = Kustomize.only(kafka, "KafkaUser")
                .at("/spec/authorization/acls")
                .toString();
        assertThat(topics.keySet()).allSatisfy(topic -> assertThat(acls).contains("\"name\":\"" + topic + "\""));
        int most = Integer.parseInt(
                Objects.requireNonNull(flink(spec("overlays/cpu")).get("job.autoscaler.vertex.max-parallelism")));
        assertThat(Objects.requireNonNull(topics.get("events"))
                        .get("partitions")
                        .asInt())
                .as("subtasks beyond the partitions are idle")
                .isGreaterThanOrEqualTo(most);
    }

    @Test
    void blueAndGreenDifferInThePrefixOfTheirTransactions(@TempDir Path folder) throws Exception {
        Path file = options("examples/blue-green", folder);
        List<String> prefixes = List.of("fathom-blue", "fathom-green").stream()
                .map(colour -> JobConfig.load(file, Map.of("FATHOM_DEPLOYMENT", colour))
                        .kafka()
                        .transactionalIdPrefix())
                .toList();
        assertThat(prefixes).containsExactly("fathom-blue", "fathom-green");
        JsonNode spec = spec("examples/blue-green");
        assertThat(spec.at("/podTemplate/spec/containers/0/env/0/valueFrom/fieldRef/fieldPath")
                        .asText())
                .as("the label in which Flink writes the deployment's name")
                .isEqualTo("metadata.labels['app']");
        assertThat(spec.at("/job/upgradeMode").asText())
                .as("restored state would name the other colour's prefix, and its transactions would be aborted")
                .isEqualTo("stateless");
        String right = Kustomize.only(Kustomize.build("kafka"), "KafkaUser").toString();
        assertThat(right).contains("\"type\":\"transactionalId\"", "\"patternType\":\"prefix\"");
    }

    private static JobConfig job(String deployment, Path folder) throws Exception {
        return JobConfig.load(options(deployment, folder), Map.of("FATHOM_DEPLOYMENT", "fathom-blue"));
    }

    private static Path options(String deployment, Path folder) throws Exception {
        JsonNode map = Kustomize.only(Kustomize.build(deployment), "ConfigMap");
        return Files.writeString(
                folder.resolve("fathom.yaml"),
                map.at("/data").get("fathom.yaml").asText());
    }

    private static JsonNode spec(String folder) throws Exception {
        List<JsonNode> manifests = Kustomize.build(folder);
        return folder.contains("blue-green")
                ? Kustomize.only(manifests, "FlinkBlueGreenDeployment").at("/spec/template/spec")
                : Kustomize.only(manifests, "FlinkDeployment").get("spec");
    }

    private static Map<String, String> flink(JsonNode spec) {
        Map<String, String> configuration = new TreeMap<>();
        spec.get("flinkConfiguration")
                .properties()
                .forEach(entry ->
                        configuration.put(entry.getKey(), entry.getValue().asText()));
        return configuration;
    }
}
