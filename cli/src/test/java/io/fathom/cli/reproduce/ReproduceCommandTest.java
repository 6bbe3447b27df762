package io.fathom.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceCommandTest {
    @TempDir
    private Path folder;

    private Ran reproduce(String... args) {
        List<String> all = new ArrayList<>(List.of("reproduce", "--quick", "--out", folder.toString()));
        all.addAll(List.of(args));
        return Ran.fathom(all.toArray(String[]::new));
    }

    @Test
    void goesOnWhereItWasAndReportsFromTheRunsAlone() throws IOException {
        Ran first = reproduce("--only", "f5,T1", "--seeds", "1");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.err()).contains("run 1 of 2", "run 2 of 2");
        assertThat(first.out())
                .contains("T1  holds", "F5  not decided at this size")
                .contains(folder.resolve("README.md").toString())
                .doesNotContain("Z1");

        Ran again = reproduce("--only", "T1,F5", "--seeds", "1");
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).isEmpty();

        String page = Files.readString(folder.resolve("tsa.md"));
        delete("README.md", "tsa.md", "plots");
        Ran report = reproduce("--report");
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(report.out()).contains("Z1", "T1  holds", "F6");
        assertThat(Files.readString(folder.resolve("tsa.md"))).isEqualTo(page);
    }

    @Test
    void otherTextIsNotMixedIn() throws IOException {
        assertThat(reproduce("--only", "T1", "--seeds", "1").exitCode()).isZero();
        Path data = Files.writeString(folder.resolve("other.txt"), "another text. ".repeat(500));
        Ran other = reproduce("--only", "T1", "--seeds", "1", "--data", data.toString());
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("runs.csv", "data generated-", "file-", "--out");
    }

    @Test
    void mistakesAreNamed() {
        Ran claim = reproduce("--only", "Z9");
        assertThat(claim.exitCode()).isEqualTo(2);
        assertThat(claim.err()).contains("--only must name claims among Z1, Z2", "'Z9'");
        assertThat(reproduce("--data", "/none.txt").err()).contains("--data", "'/none.txt' does not exist");
        assertThat(reproduce("--seeds", "0").err()).contains("--seeds must be a whole number");
    }

    private void delete(String... names) throws IOException {
        for (String name : names) {
            try (Stream<Path> files = Files.walk(folder.resolve(name))) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
