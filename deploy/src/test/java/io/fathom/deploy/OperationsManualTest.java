package io.fathom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.config.FathomOptions;
import io.fathom.job.metrics.MetricDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

/** What docs/operations.md tells somebody at night to look at exists. */
class OperationsManualTest {
    private static final Path FILE = Repository.ROOT.resolve("docs").resolve("operations.md");
    private static final String MANUAL = Repository.text(FILE);
    private static final String RULES = Repository.text(Repository.DEPLOY.resolve("prometheus/rules.yaml"));

    /** Flink's, beside our own. */
    private static final Set<String> OTHER_METRICS =
            Set.of("numRestarts", "numberOfFailedCheckpoints", "numberOfInProgressCheckpoints");

    @Test
    void everyAlertHasItsSectionAndEverySectionItsAlert() {
        Set<String> alerts = found("- alert: (\\w+)", RULES).collect(Collectors.toSet());
        assertThat(alerts).isNotEmpty();
        Set<String> sections = found("(?m)^### (Fathom\\w+)$", MANUAL).collect(Collectors.toSet());
        assertThat(sections).isEqualTo(alerts);
    }

    @Test
    void everyOptionIsOne() {
        Set<String> keys = FathomOptions.all().stream().map(ConfigOption::key).collect(Collectors.toSet());
        List<String> named = found("`(fathom\\.[a-z0-9.-]+)", MANUAL).toList();
        assertThat(named).hasSizeGreaterThan(15);
        assertThat(keys).containsAll(named);
    }

    @Test
    void everyMetricIsOne() {
        Set<String> names =
                MetricDescription.all().stream().map(MetricDescription::name).collect(Collectors.toSet());
        names.addAll(OTHER_METRICS);
        String alerts = MANUAL.substring(MANUAL.indexOf("## Alerts"), MANUAL.indexOf("## Sizing"));
        List<String> named = found("`([a-z]+[A-Z]\\w*)`", alerts).toList();
        assertThat(named).hasSizeGreaterThan(8);
        assertThat(names).containsAll(named);
    }

    @Test
    void everyLinkToAFileLeadsSomewhere() {
        List<String> links = found("\\]\\(([^)#]+)[^)]*\\)", MANUAL).toList();
        assertThat(links).hasSizeGreaterThan(8).allSatisfy(link -> assertThat(Files.exists(FILE.resolveSibling(link)))
                .as(link)
                .isTrue());
    }

    private static Stream<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map((MatchResult match) -> match.group(1));
    }
}
