package io.fathom.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every method of every claim, at the quick size, with one seed. */
class ReproduceQuickITCase {
    private static final List<String> EXACT = List.of("T1", "F1", "F2");
    private static final List<String> CLAIMS = List.of(
            "Z1", "Z2", "Z3", "Z4", "Z5", "T0", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "F1", "F2", "F3", "F4", "F5",
            "F6");

    @TempDir
    private Path folder;

    @Test
    void runsEverythingAndDecidesOnlyWhatNeedsNoSeeds() throws IOException {
        Ran ran = Ran.fathom("reproduce", "--quick", "--seeds", "1", "--out", folder.toString());
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        String index = Files.readString(folder.resolve("README.md"));
        for (String claim : CLAIMS) {
            String verdict = EXACT.contains(claim) ? "holds" : "not decided at this size";
            assertThat(ran.out()).containsPattern(claim + " +" + verdict);
            assertThat(index).containsPattern("\\[" + claim + "\\].*\\*\\*" + verdict + "\\*\\* \\| 1 \\|");
        }
        assertThat(ran.out().lines()).hasSize(CLAIMS.size() + 1);
        for (String page : List.of("ztt.md", "tsa.md", "tokenformer.md")) {
            // T0 asks for steps of the published training that a quick run does not come to.
            String others = Files.readString(folder.resolve(page)).replaceAll("(?s)## T0:.*?(?=## T1:)", "");
            assertThat(others).contains("## Plots").doesNotContain("no runs yet");
        }
    }
}
