package io.fathom.deploy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The dashboard as Grafana reads it.
 *
 * @param json the whole file
 */
record Dashboard(JsonNode json) {
    static final Path FILE = Repository.DEPLOY.resolve("grafana/dashboards/fathom.json");

    static Dashboard read() throws IOException {
        JsonMapper strict = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return new Dashboard(strict.readTree(FILE.toFile()));
    }

    List<JsonNode> panels() {
        return StreamSupport.stream(json.get("panels").spliterator(), false).toList();
    }

    /** All queries of all panels. */
    List<String> queries() {
        List<String> queries = new ArrayList<>();
        panels().forEach(panel -> panel.get("targets")
                .forEach(target -> queries.add(target.get("expr").asText())));
        return queries;
    }
}
