package io.fathom.cli.reproduce;

import io.fathom.cli.reproduce.claims.Catalogue;
import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.cli.reproduce.results.ResultsFile;
import io.fathom.cli.reproduce.results.RunKey;
import io.fathom.cli.reproduce.results.RunResult;
import io.fathom.model.training.experiment.Experiment;
import io.fathom.model.training.experiment.ExperimentText;
import io.fathom.model.training.experiment.Outcome;
import io.fathom.model.training.experiment.StoppedException;
import io.fathom.model.training.experiment.Watch;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

/** Runs what is missing, one run after the other, and keeps each result as soon as it is there. */
final class Reproduction {
    private final Catalogue catalogue;
    private final Recipes recipes;
    private final ExperimentText text;
    private final String machine;
    private final LongSupplier nanoClock;

    Reproduction(Catalogue catalogue, Recipes recipes, ExperimentText text, String machine, LongSupplier nanoClock) {
        this.catalogue = catalogue;
        this.recipes = recipes;
        this.text = text;
        this.machine = machine;
        this.nanoClock = nanoClock;
    }

    /** Who is told how it goes. */
    interface Listener {
        /** @return false to stop */
        default boolean onStart(RunKey key) {
            return true;
        }

        /** @return false to stop */
        boolean onStep(RunKey key, long work, double loss);

        void onRun(RunResult result);
    }

    /** Returns whether all has been run, or the listener stopped it. */
    boolean run(List<RunKey> pending, ResultsFile file, Listener listener) throws IOException {
        for (RunKey key : pending) {
            if (!listener.onStart(key)) {
                return false;
            }
            RunResult result;
            try {
                result = run(key, (work, loss) -> listener.onStep(key, work, loss));
            } catch (StoppedException e) {
                return false;
            }
            file.append(result);
            listener.onRun(result);
        }
        return true;
    }

    private RunResult run(RunKey key, Watch watch) {
        Experiment experiment =
                catalogue.method(new Arm(key.task(), key.method())).experiment();
        long begin = nanoClock.getAsLong();
        Outcome outcome = experiment.run(key.seed(), text, watch);
        return new RunResult(
                key,
                recipes.recipe(key.task(), key.method()).orElseThrow(),
                recipes.data(key.task()).orElse(text.fingerprint()),
                outcome.parameters(),
                outcome.steps(),
                (nanoClock.getAsLong() - begin) / 1e9,
                outcome.tokensPerSecond(),
                machine,
                outcome.measurements());
    }
}
