package io.fathom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fathom.deploy.Tool.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Rules and configuration of Prometheus, and the queries of the dashboard, held against Prometheus's own promtool. */
class PrometheusTest {
    private static final Path FOLDER = Repository.DEPLOY.resolve("prometheus");

    /** The names that docs/operations.md explains. */
    private static final Set<String> ALERTS = Set.of(
            "FathomLagGrowingAtMinimumDepth",
            "FathomBudgetExhausted",
            "FathomAgreementOutOfInterval",
            "FathomDeadLettersAboveShare",
            "FathomEngineFailures",
            "FathomNoCheckpoints",
            "FathomNotRunning");

    @Test
    void thereIsEachAlertAndEachIsTested() {
        JsonNode rules = Yaml.one(FOLDER.resolve("rules.yaml")).at("/groups/0/rules");
        assertThat(rules).extracting(rule -> rule.get("alert").asText()).containsExactlyInAnyOrderElementsOf(ALERTS);
        Set<String> quiet = new TreeSet<>();
        Set<String> firing = new TreeSet<>();
        for (JsonNode test : Yaml.one(FOLDER.resolve("rules.test.yaml")).get("tests")) {
            for (JsonNode moment : test.get("alert_rule_test")) {
                (moment.has("exp_alerts") ? firing : quiet)
                        .add(moment.get("alertname").asText());
            }
        }
        assertThat(firing).as("tested to fire").containsExactlyInAnyOrderElementsOf(ALERTS);
        assertThat(quiet).as("tested not to").containsExactlyInAnyOrderElementsOf(ALERTS);
    }

    @Test
    void everyMetricOfTheRulesIsThereAndPutTogetherRight() {
        for (JsonNode rule : Yaml.one(FOLDER.resolve("rules.yaml")).at("/groups/0/rules")) {
            Queries.check(rule.get("expr").asText());
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "Debian has promtool for Linux alone")
    void promtoolAcceptsConfigurationAndRules() throws Exception {
        passes(promtool("check", "config", "prometheus.yaml"));
        passes(promtool("check", "rules", "--lint=all", "--lint-fatal", "rules.yaml"));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "Debian has promtool for Linux alone")
    void alertsFireWhenTheyShould() throws Exception {
        passes(promtool("test", "rules", "rules.test.yaml"));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "Debian has promtool for Linux alone")
    void promtoolAcceptsEveryQueryOfTheDashboard(@TempDir Path folder) throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        List<String> queries = Dashboard.read().queries();
        for (int i = 0; i < queries.size(); i++) {
            String query = queries.get(i).replace("$__rate_interval", "1m").replace("$job", "fathom");
            rules.append("      - record: query:")
                    .append(i)
                    .append("\n        expr: |\n          ")
                    .append(query);
            rules.append('\n');
        }
        Path file = Files.writeString(folder.resolve("dashboard.yaml"), rules);
        passes(promtool("check", "rules", file.toString()));
        Files.writeString(file, "groups: [{name: x, rules: [{record: a, expr: 'sum(rate(b[5m])'}]}]");
        assertThat(promtool("check", "rules", file.toString()).code())
                .as("a query that is none")
                .isNotZero();
    }

    private static Run promtool(String... arguments) throws Exception {
        return new Tool(DebianPackage.ofProperty("promtool.deb").unpack("usr/bin/promtool")).run(FOLDER, arguments);
    }

    private static void passes(Run run) {
        assertThat(run.code()).as(run.output()).isZero();
    }
}
