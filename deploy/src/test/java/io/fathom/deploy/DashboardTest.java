package io.fathom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Grafana is not at hand: what it expects of a dashboard is checked on the file. */
class DashboardTest {
    /** Columns of Grafana's grid. */
    private static final int COLUMNS = 24;

    private static final Set<String> PANELS = Set.of(
            "Throughput",
            "Lag",
            "Depth over time",
            "Exits by reason",
            "Operating point and level",
            "Budget spent against allowed",
            "Audit agreement",
            "Queue time",
            "Compute time",
            "Dead letters by reason",
            "In flight",
            "Engine failures");

    private final Dashboard dashboard;

    DashboardTest() throws IOException {
        dashboard = Dashboard.read();
    }

    @Test
    void hasEveryPanelWithATitleAQueryAndASentence() {
        assertThat(dashboard.panels())
                .extracting(panel -> panel.get("title").asText())
                .containsAll(PANELS);
        assertThat(dashboard.panels())
                .extracting(panel -> panel.get("id").asInt())
                .doesNotHaveDuplicates();
        for (JsonNode panel : dashboard.panels()) {
            String title = panel.get("title").asText();
            assertThat(panel.get("type").asText()).as(title).isEqualTo("timeseries");
            assertThat(panel.get("description").asText()).as(title).endsWith(".");
            assertThat(panel.get("targets")).as(title).isNotEmpty().allSatisfy(target -> {
                assertThat(target.get("legendFormat").asText()).isNotBlank();
                assertThat(target.get("refId").asText()).matches("[A-Z]");
            });
        }
    }

    @Test
    void panelsLieInTheGridAndDoNotOverlap() {
        BitSet taken = new BitSet();
        for (JsonNode panel : dashboard.panels()) {
            JsonNode place = panel.get("gridPos");
            int right = place.get("x").asInt() + place.get("w").asInt();
            assertThat(right).isLessThanOrEqualTo(COLUMNS);
            for (int y = place.get("y").asInt();
                    y < place.get("y").asInt() + place.get("h").asInt();
                    y++) {
                for (int x = place.get("x").asInt(); x < right; x++) {
                    assertThat(taken.get(y * COLUMNS + x))
                            .as("%s at %d, %d", panel.get("title"), x, y)
                            .isFalse();
                    taken.set(y * COLUMNS + x);
                }
            }
        }
        assertThat(taken.cardinality()).as("no holes").isEqualTo(taken.length());
    }

    @Test
    void everyQueryReadsMetricsThatAreThereOfTheChosenJobAndSource() {
        dashboard.queries().forEach(query -> {
            Queries.check(query);
            assertThat(query).contains("job_name=~\"$job\"");
        });
        for (JsonNode panel : dashboard.panels()) {
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            panel.get("targets")
                    .forEach(target ->
                            assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}"));
        }
    }

    @Test
    void itsVariablesAreDefinedAndTheSourceIsProvisioned() {
        List<JsonNode> variables = dashboard.json().at("/templating/list").findParents("name");
        assertThat(variables)
                .extracting(variable -> variable.get("name").asText())
                .containsExactly("datasource", "job");
        Queries.check(
                "max by (job_name) (" + variables.get(1).at("/query/query").asText());
        JsonNode source = Yaml.one(Repository.DEPLOY.resolve("grafana/provisioning/datasources/prometheus.yaml"));
        assertThat(source.at("/datasources/0/type").asText()).isEqualTo("prometheus");
        JsonNode provider = Yaml.one(Repository.DEPLOY.resolve("grafana/provisioning/dashboards/fathom.yaml"));
        assertThat(Yaml.one(Repository.DEPLOY.resolve("compose.yaml"))
                        .at("/services/grafana/volumes")
                        .toString())
                .contains("./grafana/dashboards:"
                        + provider.at("/providers/0/options/path").asText());
    }
}
