package io.fathom.cli.grow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import io.fathom.model.bundle.LineageStep;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Train small, grow, train on: as a user does it. */
class GrowCommandTest {
    private static final String SMALL = " --teachers 0 --evaluate-every 20 --averaging 0.9 --learning-rate 0.005";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void trainASmallOne() throws IOException {
        StringBuilder tsv = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            tsv.append(i % 2 == 0 ? "red\tthe car is red\n" : "blue\ta big house is blue\n");
        }
        Files.writeString(folder.resolve("train.tsv"), tsv);
        Ran ran = fathom("train --arch tokenformer --data " + path("train.tsv") + " --out " + path("small")
                + " --steps 40 --width 16 --heads 2 --layers 2 --vocabulary 300 --max-tokens 16" + SMALL);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
    }

    @Test
    void growsWithoutChangingTheAnswersAndTrainsOn() throws IOException {
        Ran grown = fathom("grow --bundle " + path("small") + " --slots 24 --out " + path("large"));
        assertThat(grown.exitCode()).as(grown.err()).isZero();
        assertThat(grown.out()).contains("wrote large@", "answers to random tokens differ by at most");
        ModelBundle small = ModelBundle.read(folder.resolve("small"));
        ModelBundle large = ModelBundle.read(folder.resolve("large"));
        assertThat(large.model().recipe()).startsWith("./fathom grow --bundle");
        assertThat(large.model().quality()).isEqualTo(small.model().quality());
        assertThat(large.modelCard()).startsWith("# large\n\nGrown from " + small.identity());
        assertThat(large.architecture().parameterCount())
                .isGreaterThan(small.architecture().parameterCount());

        Ran trained = fathom("train --from " + path("large") + " --data " + path("train.tsv") + " --out "
                + path("trained") + " --steps 20" + SMALL);
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        ModelBundle last = ModelBundle.read(folder.resolve("trained"));
        assertThat(last.architecture()).isEqualTo(large.architecture());
        assertThat(last.model().lineage())
                .extracting(LineageStep::change)
                .containsExactly(LineageStep.Change.GROWN, LineageStep.Change.CONTINUED);

        Ran inspected = fathom("inspect " + path("trained"));
        assertThat(inspected.out())
                .contains("from         " + small.identity()
                        + " grown: attention slots 12 to 24, feed-forward slots 48 to 96," + " function preserved")
                .contains("             " + large.identity() + " continued: 20 steps on");
        JsonNode json = new ObjectMapper()
                .readTree(fathom("inspect " + path("trained") + " --json").lastOutLine());
        assertThat(json.at("/lineage/0/change").asText()).isEqualTo("grown");
        assertThat(json.at("/lineage/1/parent").asText())
                .isEqualTo(large.identity().toString());
    }

    @Test
    void growsAsTheReleasedCodeDoesIfAskedTo() {
        Ran grown = fathom("grow --bundle " + path("small") + " --slots 24 --out " + path("released")
                + " --recompute-temperature");
        assertThat(grown.exitCode()).as(grown.err()).isZero();
        ModelBundle released = ModelBundle.read(folder.resolve("released"));
        assertThat(released.model().quality()).isEmpty();
        assertThat(released.model().lineage().get(0).detail()).endsWith("temperature recomputed");
    }

    @Test
    void saysWhatCannotBe() throws IOException {
        assertUsage(
                "grow --bundle " + path("small") + " --slots 12 --out " + path("x"),
                "slots must be more than 12 (what the network has), but were 12");
        assertUsage(
                "grow --bundle " + path("small") + " --slots 24 --out " + path("small"),
                "--out must name another folder than the bundle that grows, but both are '" + path("small") + "'");
        String tiny = TinyBundles.write(folder.resolve("tiny")).folder().toString();
        assertUsage(
                "grow --bundle " + tiny + " --slots 24 --out " + path("x"),
                "only a network of slots can grow (tokenformer or combined), but this one is of linear, feed-forward 32");
        assertUsage(
                "train --from " + path("small") + " --data " + path("train.tsv") + " --out " + path("x")
                        + " --width 32",
                "--width cannot be given with --from, since the bundle's network is trained on");
        assertUsage(
                "train --from " + path("nowhere") + " --data " + path("train.tsv") + " --out " + path("x"),
                "--from must name the folder of a bundle, but '" + path("nowhere") + "' does not exist");
        Files.writeString(folder.resolve("other.tsv"), "red\ta\ngreen\tb\nred\tc\ngreen\td\n".repeat(10));
        Ran other = fathom("train --from " + path("small") + " --data " + path("other.tsv") + " --out " + path("x")
                + " --steps 2 --teachers 0");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("labels of the training data must be those of small@", "hold 'green'");
    }

    private static void assertUsage(String command, String message) {
        Ran ran = fathom(command);
        assertThat(ran.err()).contains(message);
        assertThat(ran.exitCode()).isEqualTo(2);
    }

    private static Ran fathom(String command) {
        return Ran.fathom(command.split(" "));
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }
}
