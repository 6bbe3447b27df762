package io.fathom.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads manifests with the models of fabric8 and Strimzi and says what they do not know.
 *
 * <p>The models keep unknown fields and write them out again, so reading alone shows nothing. What they keep lies in a map
 * that every model has, {@code additionalProperties}; this looks into all of them.
 */
final class StrictModels {
    private static final Map<String, Class<?>> KINDS = Map.ofEntries(
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/StatefulSet", StatefulSet.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("rbac.authorization.k8s.io/v1/Role", Role.class),
            Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class),
            Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
            Map.entry("kafka.strimzi.io/v1/KafkaTopic", KafkaTopic.class),
            Map.entry("kafka.strimzi.io/v1/KafkaUser", KafkaUser.class));

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private StrictModels() {}

    /** What the model of its kind does not know or cannot read; empty if the manifest is right. */
    static List<String> mistakes(JsonNode manifest) {
        String kind = manifest.path("apiVersion").asText() + "/"
                + manifest.path("kind").asText();
        return mistakes(manifest, KINDS.get(kind), kind);
    }

    /** The same for a part of a manifest, such as a template of pods. */
    static List<String> mistakes(JsonNode part, @Nullable Class<?> model, String name) {
        if (model == null) {
            return List.of("there is no model of " + name);
        }
        try {
            List<String> unknown = new ArrayList<>();
            AdditionalProperties.collect(JSON.treeToValue(part, model), name, unknown);
            lost(part, JSON.valueToTree(JSON.treeToValue(part, model)), name, unknown);
            return unknown;
        } catch (JsonProcessingException e) {
            return List.of(name + ": " + e.getOriginalMessage());
        }
    }

    /** Fields that reading has dropped without keeping them anywhere. */
    private static void lost(JsonNode given, JsonNode read, String path, List<String> mistakes) {
        if (given.isObject()) {
            Iterator<String> names = given.fieldNames();
            while (names.hasNext()) {
                String name = names.next();
                JsonNode value = given.get(name);
                if (read.has(name)) {
                    lost(value, read.get(name), path + "." + name, mistakes);
                } else if (!value.isNull() && !value.isEmpty()) {
                    mistakes.add(path + "." + name + " is not read");
                } else if (value.isValueNode() && !value.isNull()) {
                    mistakes.add(path + "." + name + " is not read");
                }
            }
        } else if (given.isArray()) {
            for (int i = 0; i < given.size(); i++) {
                if (i < read.size()) {
                    lost(given.get(i), read.get(i), path + "[" + i + "]", mistakes);
                }
            }
        }
    }
}
