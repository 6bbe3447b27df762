package io.fathom.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fathom.deploy.Repository;
import io.fathom.deploy.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no schema knows: that the manifests fit each other, the poms, and what a cluster asks of them. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Debian has kustomize for Linux alone")
class ConventionsTest {
    private static final String CONTAINER = "/podTemplate/spec/containers/0";

    @ParameterizedTest
    @ValueSource(strings = {"overlays/cpu", "overlays/gpu", "overlays/local"})
    void imagesJarAndFlinkHaveTheVersionsOfThePoms(String overlay) throws Exception {
        List<JsonNode> manifests = Kustomize.build(overlay);
        JsonNode spec = Kustomize.only(manifests, "FlinkDeployment").get("spec");
        String version = Repository.version("project.version");
        assertThat(spec.get("image").asText()).matches("(.*/)?fathom:\\Q" + version + "\\E(-gpu)?");
        assertThat(spec.at("/job/jarURI").asText())
                .isEqualTo("local:///opt/flink/usrlib/fathom-job-" + version + "-flink.jar");
        String[] flink = Repository.version("flink.version").split("\\.", -1);
        assertThat(spec.get("flinkVersion").asText()).isEqualTo("v" + flink[0] + "_" + flink[1]);
        manifests.stream()
                .flatMap(manifest -> manifest.findValuesAsText("image").stream())
                .filter(image -> image.contains("kafka"))
                .forEach(image -> assertThat(image).isEqualTo("apache/kafka:" + Repository.version("kafka.version")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/cpu", "overlays/gpu", "overlays/local", "examples/blue-green"})
    void podsRunWithoutRightsOnAReadOnlyRoot(String folder) throws Exception {
        JsonNode spec = deploymentSpec(folder);
        JsonNode pod = spec.at("/podTemplate/spec");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(9999);
        JsonNode container = spec.at(CONTAINER);
        assertThat(container.get("name").asText()).isEqualTo("flink-main-container");
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean())
                .isFalse();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
        assertThat(container.get("volumeMounts").findValuesAsText("mountPath"))
                .as("what Flink writes to")
                .contains("/tmp", "/opt/flink/log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/cpu", "overlays/gpu", "overlays/local", "examples/blue-green"})
    void everyMountHasItsVolume(String folder) throws Exception {
        JsonNode spec = deploymentSpec(folder);
        Set<String> volumes = new TreeSet<>(names(spec.at("/podTemplate/spec/volumes")));
        volumes.addAll(names(spec.at("/jobManager/podTemplate/spec/volumes")));
        Set<String> mounted = new TreeSet<>(names(spec.at(CONTAINER + "/volumeMounts")));
        mounted.addAll(names(spec.at("/jobManager" + CONTAINER + "/volumeMounts")));
        assertThat(mounted).isEqualTo(volumes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/cpu", "overlays/gpu", "overlays/local", "examples/blue-green"})
    void bothKindsOfPodsHaveAllProbesAndTemplatesAreMergedByName(String overlay) throws Exception {
        JsonNode spec = deploymentSpec(overlay);
        for (String role : List.of("/jobManager", "/taskManager")) {
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                assertThat(spec.at(role + CONTAINER).has(probe))
                        .as(role + " " + probe)
                        .isTrue();
            }
        }
        // By position, the JobManager's first mount would take the place of the first of both.
        assertThat(flink(spec, "kubernetes.operator.pod-template.merge-arrays-by-name"))
                .isEqualTo("true");
    }

    @Test
    void theServiceAccountMayDoWhatIsNamedAndNothingElse() throws Exception {
        List<JsonNode> manifests = Kustomize.build("overlays/cpu");
        assertThat(manifests)
                .extracting(manifest -> manifest.path("kind").asText())
                .doesNotContain("ClusterRole", "ClusterRoleBinding");
        JsonNode rules = Kustomize.only(manifests, "Role").get("rules");
        assertThat(rules.findValues("verbs")).asString().doesNotContain("*").doesNotContain("escalate");
        assertThat(rules.findValues("resources")).asString().doesNotContain("*").doesNotContain("secrets");
        assertThat(Kustomize.only(manifests, "RoleBinding").at("/subjects/0/name"))
                .isEqualTo(Kustomize.only(manifests, "ServiceAccount").at("/metadata/name"))
                .isEqualTo(deploymentSpec("overlays/cpu").get("serviceAccount"));
    }

    @Test
    void theNetworkPolicyOpensThePortsThatFlinkUses() throws Exception {
        List<JsonNode> manifests = Kustomize.build("overlays/cpu");
        JsonNode spec = Kustomize.only(manifests, "FlinkDeployment").get("spec");
        String inside = Kustomize.only(manifests, "NetworkPolicy")
                .at("/spec/ingress/0/ports")
                .toString();
        for (String port : List.of("taskmanager.rpc.port", "taskmanager.data.port", "blob.server.port")) {
            assertThat(inside).contains("\"port\":" + flink(spec, port));
        }
        assertThat(Kustomize.only(manifests, "NetworkPolicy")
                        .at("/spec/ingress/2/ports/0/port")
                        .asText())
                .isEqualTo(flink(spec, "metrics.reporter.prom.port"))
                .isEqualTo(spec.at(CONTAINER + "/ports/0/containerPort").asText());
        assertThat(Kustomize.only(manifests, "PodMonitor").at("/spec/podMetricsEndpoints/0/port"))
                .isEqualTo(spec.at(CONTAINER + "/ports/0/name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/cpu", "overlays/gpu"})
    void oneTaskManagerMayGoAtATime(String overlay) throws Exception {
        List<JsonNode> manifests = Kustomize.build(overlay);
        JsonNode spec = Kustomize.only(manifests, "FlinkDeployment").get("spec");
        int taskManagers =
                spec.at("/job/parallelism").asInt() / Integer.parseInt(flink(spec, "taskmanager.numberOfTaskSlots"));
        JsonNode budget = Kustomize.only(manifests, "PodDisruptionBudget").get("spec");
        assertThat(budget.has("maxUnavailable"))
                .as("not for pods without a controller")
                .isFalse();
        assertThat(budget.get("minAvailable").asInt()).isEqualTo(taskManagers - 1);
    }

    @Test
    void aGpuTaskManagerAsksForOneGpuAndGoesWhereThereAreSome() throws Exception {
        JsonNode spec = deploymentSpec("overlays/gpu");
        assertThat(flink(spec, "external-resources")).isEqualTo("gpu");
        assertThat(flink(spec, "external-resource.gpu.amount"))
                .as("one engine, one GPU")
                .isEqualTo("1");
        assertThat(flink(spec, "external-resource.gpu.kubernetes.config-key")).isEqualTo("nvidia.com/gpu");
        assertThat(flink(spec, "external-resource.gpu.driver-factory.class"))
                .isEqualTo("org.apache.flink.externalresource.gpu.GPUDriverFactory");
        assertThat(spec.at("/taskManager/podTemplate/spec/tolerations/0/key").asText())
                .isEqualTo("nvidia.com/gpu");
        assertThat(deploymentSpec("overlays/cpu").get("flinkConfiguration").has("external-resources"))
                .isFalse();
    }

    @Test
    void theAutoscalerAdvisesAndDoesNotTrustTheIdlenessOfAnAsyncOperator() throws Exception {
        JsonNode spec = deploymentSpec("overlays/cpu");
        assertThat(flink(spec, "job.autoscaler.scaling.enabled"))
                .as("vertices of different parallelism leave TaskManagers that the control desk does not reach")
                .isEqualTo("false");
        assertThat(flink(spec, "job.autoscaler.scale-down.max-factor"))
                .as("by how much it may shrink")
                .isEqualTo("0.0");
        assertThat(flink(spec, "job.autoscaler.memory.tuning.enabled")).isEqualTo("false");
        assertThat(flink(deploymentSpec("overlays/local"), "job.autoscaler.enabled"))
                .isEqualTo("false");
    }

    @Test
    void loggingAndAlertsAreThoseOfDeploy() throws Exception {
        List<JsonNode> manifests = Kustomize.build("overlays/cpu");
        assertThat(Kustomize.only(manifests, "FlinkDeployment")
                        .at("/spec/logConfiguration")
                        .get("log4j-console.properties")
                        .asText())
                .isEqualTo(Repository.text(Repository.DEPLOY.resolve("flink/log4j-console.properties")));
        assertThat(Kustomize.only(manifests, "PrometheusRule").get("spec"))
                .isEqualTo(Yaml.one(Repository.DEPLOY.resolve("prometheus/rules.yaml")));
    }

    @Test
    void aChangedOptionChangesTheDeployment() throws Exception {
        List<JsonNode> manifests = Kustomize.build("overlays/cpu");
        String name =
                Kustomize.only(manifests, "ConfigMap").at("/metadata/name").asText();
        assertThat(name).as("with a hash of its content").matches("fathom-options-[a-z0-9]{10}");
        assertThat(Kustomize.only(manifests, "FlinkDeployment").toString()).contains("\"name\":\"" + name + "\"");
    }

    @Test
    void noSecretIsCommitted() throws IOException {
        try (Stream<Path> files = Files.walk(Repository.K8S)) {
            files.filter(file -> file.toString().endsWith(".yaml")
                            && !file.toString().contains("target"))
                    .forEach(file -> {
                        assertThat(Repository.text(file))
                                .as(file.toString())
                                .doesNotContain("kind: Secret", "secretGenerator");
                        assertThat(Repository.text(file)).doesNotContainPattern("password\\s*[:=]\\s*\\S");
                    });
        }
    }

    private static JsonNode deploymentSpec(String folder) throws Exception {
        List<JsonNode> manifests = Kustomize.build(folder);
        return folder.contains("blue-green")
                ? Kustomize.only(manifests, "FlinkBlueGreenDeployment").at("/spec/template/spec")
                : Kustomize.only(manifests, "FlinkDeployment").get("spec");
    }

    private static String flink(JsonNode spec, String key) {
        return spec.get("flinkConfiguration").path(key).asText();
    }

    private static List<String> names(JsonNode list) {
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                .map(i -> list.get(i).get("name").asText())
                .toList();
    }
}
