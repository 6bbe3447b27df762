package io.fathom.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.Fathom;
import io.fathom.cli.Ran;
import io.fathom.job.config.FathomOptions;
import io.fathom.job.metrics.MetricDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencePagesTest {
    private static final Path COMMITTED = Path.of("..", "docs", "reference");

    private final Map<String, String> pages = ReferencePages.all(Fathom.commandLine(System.out, System.err));

    /** Whoever changes an option, a metric or a command changes its page in the same commit. */
    @Test
    void theCommittedPagesAreThoseOfTheCode() throws IOException {
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(Files.readString(COMMITTED.resolve(page.getKey())))
                    .as("docs/reference/%s: run './fathom reference' and commit what it writes", page.getKey())
                    .isEqualTo(page.getValue());
        }
        try (Stream<Path> files = Files.list(COMMITTED)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("pages in docs/reference")
                    .containsExactlyInAnyOrderElementsOf(pages.keySet());
        }
    }

    @Test
    void everyOptionAndEveryMetricHasItsRow() {
        assertThat(pages.get("configuration.md"))
                .contains(FathomOptions.all().stream()
                        .map(ConfigOption::key)
                        .map(key -> "| `" + key + "` |")
                        .toList());
        assertThat(pages.get("metrics.md"))
                .contains(MetricDescription.all().stream()
                        .map(described -> "| `" + described.name() + "` |")
                        .toList());
    }

    /** A page that depends on the machine would fail elsewhere. */
    @Test
    void nothingOfThisMachineIsInThem() {
        assertThat(pages.values())
                .noneMatch(page -> page.contains(System.getProperty("user.dir")))
                .noneMatch(page -> page.contains(System.getProperty("user.home") + "/"));
    }

    @Test
    void theCommandWritesThem(@TempDir Path folder) throws IOException {
        Ran ran = Ran.fathom("reference", "--out", folder.toString());
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(Files.readString(folder.resolve("metrics.md"))).isEqualTo(pages.get("metrics.md"));
        assertThat(Ran.fathom("--help").out()).doesNotContain("reference");
    }
}
