package io.fathom.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fathom.deploy.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every manifest as kustomize renders it, held against schemas and models that refuse what they do not know. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Debian has kustomize for Linux alone")
class RenderedManifestsTest {
    /** Of others, and applied by nobody. */
    private static final Set<String> PARTS = Set.of("base", "examples/blue-green/both");

    private static final Set<String> FOLDERS =
            Set.of("overlays/cpu", "overlays/gpu", "overlays/local", "kafka", "examples/blue-green");

    @ParameterizedTest
    @ValueSource(strings = {"overlays/cpu", "overlays/gpu", "overlays/local", "kafka", "examples/blue-green"})
    void everyFieldIsKnown(String folder) throws Exception {
        List<JsonNode> manifests = Kustomize.build(folder);
        assertThat(manifests).isNotEmpty().allSatisfy(manifest -> assertThat(Manifests.mistakes(manifest))
                .as("%s %s", manifest.path("kind").asText(), manifest.at("/metadata/name"))
                .isEmpty());
    }

    @Test
    void everyKustomizationThatIsAppliedIsRenderedHere() throws IOException {
        try (Stream<Path> files = Files.walk(Repository.K8S)) {
            Set<String> found = files.filter(file -> file.endsWith("kustomization.yaml"))
                    .filter(file -> !file.toString().contains("target"))
                    .map(file -> Repository.K8S.relativize(file.getParent()).toString())
                    .filter(folder -> !PARTS.contains(folder))
                    .collect(Collectors.toSet());
            assertThat(found).isEqualTo(FOLDERS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/spec",
                "/spec/job",
                "/spec/taskManager",
                "/spec/podTemplate/spec",
                "/spec/podTemplate/spec/containers/0",
                "/spec/podTemplate/spec/containers/0/securityContext",
                "/spec/jobManager/podTemplate/spec/containers/0/livenessProbe",
                "/spec/taskManager/podTemplate/spec/affinity"
            })
    void anUnknownFieldIsRefusedWhereverItStands(String place) throws Exception {
        JsonNode deployment = Kustomize.only(Kustomize.build("overlays/cpu"), "FlinkDeployment");
        assertThat(deployment.at(place).isObject()).as(place).isTrue();
        ((ObjectNode) deployment.at(place)).put("imagePullPolicyy", "Always");
        assertThat(Manifests.mistakes(deployment)).anyMatch(mistake -> mistake.contains("imagePullPolicyy"));
    }

    @Test
    void theSchemaRefusesWrongTypesAndVersionsThatAreNone() throws Exception {
        JsonNode deployment = Kustomize.only(Kustomize.build("overlays/cpu"), "FlinkDeployment");
        ((ObjectNode) deployment.at("/spec/job")).put("parallelism", "many");
        ((ObjectNode) deployment.at("/spec")).put("flinkVersion", "v2_99");
        assertThat(Manifests.mistakes(deployment))
                .anyMatch(mistake -> mistake.contains("parallelism"))
                .anyMatch(mistake -> mistake.contains("flinkVersion"));
    }

    @Test
    void unknownFieldsOfOtherKindsAreRefusedToo() throws Exception {
        List<JsonNode> manifests = Kustomize.build("overlays/cpu");
        for (String kind : List.of("NetworkPolicy", "PodDisruptionBudget", "PodMonitor")) {
            JsonNode manifest = Kustomize.only(manifests, kind);
            ((ObjectNode) manifest.get("spec")).put("selectorr", "x");
            assertThat(Manifests.mistakes(manifest)).as(kind).isNotEmpty();
        }
        JsonNode role = Kustomize.only(manifests, "Role");
        ((ObjectNode) role.at("/rules/0")).put("verb", "get");
        assertThat(Manifests.mistakes(role)).isNotEmpty();
        JsonNode topic = Kustomize.build("kafka").get(0);
        ((ObjectNode) topic.get("spec")).put("partition", 3);
        assertThat(Manifests.mistakes(topic)).isNotEmpty();
    }

    @Test
    void podTemplatesPassTheModelsOfKubernetesAsWell() throws Exception {
        for (String overlay : List.of("overlays/cpu", "overlays/gpu", "overlays/local")) {
            JsonNode spec =
                    Kustomize.only(Kustomize.build(overlay), "FlinkDeployment").get("spec");
            for (String place : List.of("/podTemplate", "/jobManager/podTemplate", "/taskManager/podTemplate")) {
                ObjectNode template = spec.at(place).deepCopy();
                template.remove(List.of("apiVersion", "kind"));
                assertThat(StrictModels.mistakes(template, PodTemplateSpec.class, overlay + place))
                        .isEmpty();
            }
        }
    }
}
