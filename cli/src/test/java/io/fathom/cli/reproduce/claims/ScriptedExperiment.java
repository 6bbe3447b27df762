package io.fathom.cli.reproduce.claims;

import io.fathom.model.training.experiment.Experiment;
import io.fathom.model.training.experiment.ExperimentText;
import io.fathom.model.training.experiment.Measurement;
import io.fathom.model.training.experiment.Outcome;
import io.fathom.model.training.experiment.Watch;
import java.util.List;

/** An experiment without a network: its loss is what the test says plus a hundredth for each seed. */
public record ScriptedExperiment(String recipe, double loss) implements Experiment {

    @Override
    public long work() {
        return 10;
    }

    @Override
    public Outcome run(long seed, ExperimentText text, Watch watch) {
        for (int step = 0; step < 10; step++) {
            if (!watch.onStep(1, loss)) {
                throw new AssertionError("a real experiment would have been stopped; stop before it begins");
            }
        }
        return new Outcome(
                100,
                10,
                1,
                1000,
                List.of(
                        Measurement.of(Measurement.FINAL, loss + seed / 100.0, 0.5, 6),
                        Measurement.value("extra", (double) seed)));
    }
}
