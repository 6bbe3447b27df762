package io.fathom.cli.reproduce.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.reproduce.claims.Catalogue;
import io.fathom.cli.reproduce.claims.MadeUpPaper;
import io.fathom.cli.reproduce.claims.MadeUpRuns;
import io.fathom.cli.reproduce.results.Runs;
import io.fathom.model.training.experiment.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
    private static final Catalogue CATALOGUE = MadeUpPaper.catalogue();

    @TempDir
    private Path folder;

    private static Runs runs() {
        MadeUpRuns runs = new MadeUpRuns();
        double[] difference = {-0.05, -0.2, -0.1, -0.15, -0.02};
        for (int s = 0; s < 5; s++) {
            runs.run(
                    MadeUpPaper.OLD,
                    s + 1,
                    Measurement.of(Measurement.FINAL, 2 + 0.1 * s, 0.4, 6),
                    Measurement.of("step-5", 3, Double.NaN, Double.NaN),
                    Measurement.of("step-10", 2 + 0.1 * s, Double.NaN, Double.NaN),
                    Measurement.value("extra", s + 1));
            runs.run(MadeUpPaper.NEW, s + 1, Measurement.of(Measurement.FINAL, 2 + 0.1 * s + difference[s], 0.5, 6));
        }
        return runs.toRuns();
    }

    private static Pages pages() {
        return new Pages(CATALOGUE, new PaperPlots(CATALOGUE), "./fathom reproduce", "Size `made-up`.");
    }

    @Test
    void tellsEachClaimsVerdictAndWhereItIsFrom() throws IOException {
        pages().write(runs(), folder);
        assertThat(Files.readString(folder.resolve("README.md")))
                .contains("| [M1](made-up.md) | New is better | **holds** | 1 2 3 4 5 |")
                .contains("New is much better | **does not hold**")
                .contains("New is a little better | **not decided at this size**")
                .contains("Old has seeds | **holds**")
                .contains("Size `made-up`.", "10 of the 10 runs that five seeds need are done: 0.2 hours");
        assertThat(Files.readString(folder.resolve("made-up.md")))
                .contains("Nobody, *Nothing* (2026).", "- A note.")
                .contains("| new − old \\| nats | at most 0 | -0.1040 [-0.")
                .contains("| 5 of 5 | yes | holds |")
                .contains("`./fathom reproduce --only M2`")
                .contains("| text | old | the old one | 1,000 | 6.00 | 2.2000 [")
                .contains("| 40.0 | 10 | 5,000 | 1 2 3 4 5 |")
                .contains("Machine: a made-up machine.", "Data: text: `data`.")
                .contains("](plots/made-up-finals.svg)", "](plots/made-up-curves-1.svg)");
        for (String plot : List.of("made-up-finals", "made-up-curves-1")) {
            assertThat(folder.resolve("plots").resolve(plot + ".svg")).isNotEmptyFile();
            assertThat(folder.resolve("plots").resolve(plot + ".png")).isNotEmptyFile();
        }
    }

    /** A verdict does not wait for what only stands beside it, and so the seeds beside it must not either. */
    @Test
    void countsTheSeedsThatDecide() throws IOException {
        Runs old = new MadeUpRuns()
                .run(MadeUpPaper.OLD, 1, Measurement.value("extra", 1))
                .run(MadeUpPaper.OLD, 2, Measurement.value("extra", 2))
                .toRuns();
        pages().write(old, folder);
        assertThat(Files.readString(folder.resolve("README.md")))
                .contains("seeds that decide", "Old has seeds, whatever new has | **holds** | 1 2 |")
                .contains("New is better | **not decided at this size** | none yet |");
    }

    @Test
    void theSameRunsGiveTheSamePages() throws IOException {
        pages().write(runs(), folder.resolve("a"));
        pages().write(runs(), folder.resolve("b"));
        try (Stream<Path> files = Files.walk(folder.resolve("a"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path other = folder.resolve("b").resolve(folder.resolve("a").relativize(file));
                assertThat(file).hasSameBinaryContentAs(other);
            }
        }
    }

    @Test
    void withoutRunsNothingIsDecided() throws IOException {
        pages().write(new MadeUpRuns().toRuns(), folder);
        assertThat(Files.readString(folder.resolve("README.md")))
                .contains("**not decided at this size** | none yet")
                .doesNotContain("| **holds**");
        assertThat(Files.readString(folder.resolve("made-up.md"))).contains("no runs yet");
        assertThat(folder.resolve("plots")).doesNotExist();
    }
}
