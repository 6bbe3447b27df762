package io.fathom.cli.reproduce.claims;

import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.cli.reproduce.results.RunKey;
import io.fathom.cli.reproduce.results.RunResult;
import io.fathom.cli.reproduce.results.Runs;
import io.fathom.model.training.experiment.Measurement;
import java.util.ArrayList;
import java.util.List;

/** Runs whose figures a test makes up. */
public final class MadeUpRuns {
    private final List<RunResult> runs = new ArrayList<>();

    /** Final losses of seeds 1, 2, ... */
    public MadeUpRuns losses(Arm arm, double... losses) {
        for (int s = 0; s < losses.length; s++) {
            run(arm, s + 1, Measurement.of(Measurement.FINAL, losses[s], 0.5, 6));
        }
        return this;
    }

    public MadeUpRuns run(Arm arm, long seed, Measurement... measurements) {
        runs.add(new RunResult(
                new RunKey(arm.task(), arm.method(), seed),
                "recipe",
                "data",
                1000,
                10,
                60,
                5000,
                "a made-up machine",
                List.of(measurements)));
        return this;
    }

    public Runs toRuns() {
        return new Runs(runs);
    }
}
