package io.fathom.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.fathom.deploy.DebianPackage;
import io.fathom.deploy.Repository;
import io.fathom.deploy.Tool;
import io.fathom.deploy.Tool.Run;
import io.fathom.deploy.Yaml;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The manifests as {@code kubectl apply -k} would send them, rendered by kustomize itself. */
final class Kustomize {
    private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();

    private Kustomize() {}

    /**
     * Renders once for all tests; each gets trees of its own.
     *
     * @param folder of a kustomization, below {@code k8s/}
     */
    static List<JsonNode> build(String folder) throws IOException, InterruptedException {
        String text = RENDERED.get(folder);
        if (text == null) {
            text = render(folder);
            RENDERED.put(folder, text);
        }
        return Yaml.documents(text);
    }

    private static String render(String folder) throws IOException, InterruptedException {
        Tool kustomize = new Tool(DebianPackage.ofProperty("kustomize.deb").unpack("usr/bin/kustomize"));
        Run run = kustomize.run(Repository.K8S, "build", folder);
        if (run.code() != 0) {
            throw new AssertionError("kustomize build " + folder + " failed: " + run.output());
        }
        return run.output();
    }

    /** The only manifest of a kind. */
    static JsonNode only(List<JsonNode> manifests, String kind) {
        List<JsonNode> found = manifests.stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("there must be one " + kind + ", but there are " + found.size());
        }
        return found.get(0);
    }
}
