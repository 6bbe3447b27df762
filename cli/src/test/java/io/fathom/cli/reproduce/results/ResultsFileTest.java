package io.fathom.cli.reproduce.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.cli.CommandException;
import io.fathom.model.training.experiment.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
    private static final Provenance OURS = provenance("r1", "d1");

    @TempDir
    private Path folder;

    private static Provenance provenance(String recipe, String data) {
        return new Provenance() {
            @Override
            public Optional<String> recipe(String task, String method) {
                return method.equals("gone") ? Optional.empty() : Optional.of(recipe);
            }

            @Override
            public Optional<String> data(String task) {
                return data.isEmpty() ? Optional.empty() : Optional.of(data);
            }
        };
    }

    private static RunResult run(String method, long seed) {
        return new RunResult(
                new RunKey("text", method, seed),
                "r1",
                "d1",
                123,
                10,
                1.5,
                1000,
                "4 cores of \"x\", JDK 17",
                List.of(
                        Measurement.of("full", 1.25, 0.5, 10),
                        Measurement.value("difference", 1e-7),
                        new Measurement("soft", 1.5, Double.NaN, 6, 0.75)));
    }

    private Path file() {
        return folder.resolve("sub/runs.csv");
    }

    private void write(RunResult... runs) throws IOException {
        try (ResultsFile file = ResultsFile.open(file(), OURS)) {
            for (RunResult run : runs) {
                file.append(run);
            }
        }
    }

    @Test
    void whatWasAppendedIsRead() throws IOException {
        write(run("a", 1), run("b", 2));
        Runs runs = ResultsFile.read(file(), OURS);
        assertThat(runs.all()).containsExactly(run("a", 1), run("b", 2));
        assertThat(Files.readAllLines(file())).hasSize(7);
        write(run("a", 3));
        assertThat(ResultsFile.read(file(), OURS).of("text", "a"))
                .extracting(r -> r.key().seed())
                .containsExactly(1L, 3L);
    }

    @Test
    void aFileThatIsNotThereHoldsNothing() throws IOException {
        assertThat(ResultsFile.read(file(), OURS).size()).isZero();
    }

    /** Wherever the power fails, the runs before are kept and the one under way is run again. */
    @Test
    void aTornEndIsCutOff() throws IOException {
        write(run("a", 1));
        String whole = Files.readString(file());
        write(run("b", 2));
        String both = Files.readString(file());
        for (int length = whole.length(); length < both.length(); length++) {
            Files.writeString(file(), both.substring(0, length));
            assertThat(ResultsFile.read(file(), OURS).all())
                    .as("%d bytes", length)
                    .containsExactly(run("a", 1));
            write(run("c", 3));
            assertThat(Files.readString(file())).as("%d bytes", length).startsWith(whole);
            assertThat(ResultsFile.read(file(), OURS).all()).containsExactly(run("a", 1), run("c", 3));
        }
    }

    @Test
    void aTornHeaderIsWrittenAgain() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "task,meth");
        write(run("a", 1));
        assertThat(ResultsFile.read(file(), OURS).all()).containsExactly(run("a", 1));
    }

    @Test
    void runsOfAnotherRecipeAreRefused() throws IOException {
        write(run("a", 1));
        assertThatThrownBy(() -> ResultsFile.read(file(), provenance("r2", "d1")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("text/a seed 1")
                .hasMessageContaining("recipe r1")
                .hasMessageContaining("r2");
        assertThatThrownBy(() -> ResultsFile.open(file(), provenance("r2", "d1")))
                .isInstanceOf(CommandException.class);
        write(run("b", 1)); // the refusal has let the file go
    }

    @Test
    void runsOfOtherDataAreRefused() throws IOException {
        write(run("a", 1));
        assertThatThrownBy(() -> ResultsFile.read(file(), provenance("r1", "d2")))
                .hasMessageContaining("data d1");
        assertThat(ResultsFile.read(file(), provenance("r1", "")).size()).isEqualTo(1);
        Files.writeString(
                file(), Files.readString(file()) + CsvLines.format(run("b", 1)).replace(",d1,", ",d7,"));
        assertThatThrownBy(() -> ResultsFile.read(file(), provenance("r1", "")))
                .hasMessageContaining("text/b seed 1")
                .hasMessageContaining("d7");
    }

    @Test
    void methodsThatThisVersionDoesNotHaveAreRefused() throws IOException {
        write(run("a", 1));
        Files.writeString(file(), Files.readString(file()) + CsvLines.format(run("gone", 1)));
        assertThatThrownBy(() -> ResultsFile.read(file(), OURS)).hasMessageContaining("gone");
    }

    @Test
    void oneWriterAtATime() throws IOException {
        try (ResultsFile first = ResultsFile.open(file(), OURS)) {
            assertThat(first.runs().size()).isZero();
            assertThatThrownBy(() -> ResultsFile.open(file(), OURS)).hasMessageContaining("one process at a time");
        }
    }

    @Test
    void whatIsNotOursIsNotTouched() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "some,other,table\n1,2,3\n");
        assertThatThrownBy(() -> ResultsFile.open(file(), OURS)).hasMessageContaining("header");
        assertThat(Files.readString(file())).startsWith("some,other");
    }

    @Test
    void aLineThatCannotBeReadIsNamed() throws IOException {
        write(run("a", 1));
        Files.writeString(file(), Files.readString(file()).replace("1.25", "much"));
        assertThatThrownBy(() -> ResultsFile.read(file(), OURS)).hasMessageContaining("line 2");
    }

    @Test
    void aRunThatIsThereTwiceIsNamed() throws IOException {
        write(run("a", 1));
        Files.writeString(file(), Files.readString(file()) + CsvLines.format(run("a", 1)));
        assertThatThrownBy(() -> ResultsFile.read(file(), OURS)).hasMessageContaining("text/a seed 1");
    }
}
