package io.fathom.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.reproduce.claims.Catalogue;
import io.fathom.cli.reproduce.claims.Claim;
import io.fathom.cli.reproduce.claims.MadeUpPaper;
import io.fathom.cli.reproduce.results.ResultsFile;
import io.fathom.cli.reproduce.results.RunKey;
import io.fathom.cli.reproduce.results.RunResult;
import io.fathom.cli.reproduce.results.Runs;
import io.fathom.model.training.experiment.ExperimentText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
    private static final ExperimentText TEXT = ExperimentText.of("file", "ab".repeat(1000));
    private static final Catalogue CATALOGUE = MadeUpPaper.catalogue();
    private static final Recipes RECIPES = new Recipes(CATALOGUE, Optional.of(TEXT.fingerprint()));

    @TempDir
    private Path folder;

    /** Counts runs, and stops when the given number is done. */
    private record StopAfter(int runs, List<RunKey> done) implements Reproduction.Listener {
        @Override
        public boolean onStart(RunKey key) {
            return done.size() < runs;
        }

        @Override
        public boolean onStep(RunKey key, long work, double loss) {
            return true;
        }

        @Override
        public void onRun(RunResult result) {
            done.add(result.key());
        }
    }

    private List<RunKey> run(int seeds, int stopAfter, boolean complete) throws IOException {
        StopAfter listener = new StopAfter(stopAfter, new ArrayList<>());
        try (ResultsFile file = ResultsFile.open(folder.resolve("runs.csv"), RECIPES)) {
            List<RunKey> pending = new RunPlan(CATALOGUE, CATALOGUE.claims(), seeds).pending(file.runs());
            boolean all = new Reproduction(CATALOGUE, RECIPES, TEXT, "a machine", () -> 0).run(pending, file, listener);
            assertThat(all).isEqualTo(complete);
        }
        return listener.done();
    }

    @Test
    void whatIsThereIsNotRunAgain() throws IOException {
        assertThat(run(2, 3, false)).hasSize(3);
        assertThat(run(2, 9, true)).hasSize(1);
        assertThat(run(2, 9, true)).isEmpty();
        assertThat(run(3, 9, true)).extracting(RunKey::seed).containsExactly(3L, 3L);
        Runs runs = ResultsFile.read(folder.resolve("runs.csv"), RECIPES);
        assertThat(runs.size()).isEqualTo(6);
        assertThat(runs.find("text", "old", 3, "full").orElseThrow().loss()).isEqualTo(2.03);
    }

    @Test
    void claimsBecomeDecidableOneAfterTheOther() {
        List<Claim> claims = CATALOGUE.claims();
        RunPlan plan = new RunPlan(CATALOGUE, claims.subList(3, 4), 2);
        assertThat(plan.pending(new Runs(List.of())))
                .containsExactly(new RunKey("text", "old", 1), new RunKey("text", "old", 2));
        RunPlan all = new RunPlan(CATALOGUE, claims, 2);
        assertThat(all.pending(new Runs(List.of())))
                .containsExactly(
                        new RunKey("text", "new", 1),
                        new RunKey("text", "old", 1),
                        new RunKey("text", "new", 2),
                        new RunKey("text", "old", 2));
        assertThat(all.work(all.pending(new Runs(List.of())))).isEqualTo(40);
    }
}
