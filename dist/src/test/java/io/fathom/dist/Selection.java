package io.fathom.dist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What one place in a query reads: {@code by (job_name) (flink_x{stage!="ADMIT"}}.
 *
 * @param metric its name
 * @param matchers as they stand between the braces; empty without any
 * @param labels that the aggregation around it groups by; empty if there is none, or a function with other arguments between
 */
record Selection(String metric, String matchers, List<String> labels) {
    private static final Path DEPLOY =
            Path.of(Objects.requireNonNull(System.getProperty("fathom.home"))).resolve("deploy");
    private static final Pattern SELECTION =
            Pattern.compile("(?:by \\(([\\w, ]+)\\) \\((?:\\w+\\()?)?(flink_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");

    /** All in {@code rules.yaml}, where expressions stand as they are. */
    static List<Selection> ofRules() throws IOException {
        return of(Files.readString(DEPLOY.resolve("prometheus/rules.yaml")));
    }

    /** All in queries and variables of the dashboard. */
    static List<Selection> ofDashboard() throws IOException {
        List<Selection> all = new ArrayList<>();
        collect(
                new ObjectMapper()
                        .readTree(
                                DEPLOY.resolve("grafana/dashboards/fathom.json").toFile()),
                all);
        return all;
    }

    private static void collect(JsonNode node, List<Selection> all) {
        if (node.isTextual()) {
            all.addAll(of(node.asText()));
        }
        node.forEach(child -> collect(child, all));
    }

    private static List<Selection> of(String query) {
        return SELECTION.matcher(query).results().map(Selection::of).toList();
    }

    private static Selection of(MatchResult found) {
        List<String> labels =
                found.group(1) == null ? List.of() : List.of(found.group(1).split(", ?"));
        return new Selection(found.group(2), Objects.requireNonNullElse(found.group(3), ""), labels);
    }

    /** Whether Prometheus would find the series here, in any job, and in a group of its own. */
    boolean finds(Scrape.Sample sample) {
        return sample.metric().equals(metric)
                && sample.labels().keySet().containsAll(labels)
                && MATCHER.matcher(matchers).results().allMatch(matcher -> accepts(matcher, sample.labels()));
    }

    private static boolean accepts(MatchResult matcher, Map<String, String> labels) {
        String actual = labels.getOrDefault(matcher.group(1), "");
        String wanted = matcher.group(3).replace("$job", ".*");
        return switch (matcher.group(2)) {
            case "=" -> actual.equals(wanted);
            case "!=" -> !actual.equals(wanted);
            case "=~" -> actual.matches(wanted);
            default -> !actual.matches(wanted);
        };
    }
}
