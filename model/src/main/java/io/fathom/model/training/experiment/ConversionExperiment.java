package io.fathom.model.training.experiment;

import io.fathom.model.nn.Architecture;
import io.fathom.model.training.ExitTraining;
import io.fathom.model.training.NetworkValues;
import io.fathom.model.training.ZeroTokenConversion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A plain transformer is trained, then trained on twice: as it is ({@code vt}), and as a cycled one with the same layers
 * ({@code ztt}; papers.md 1.5). Both see the same windows and begin with fresh optimisers.
 *
 * @param plain all layers in one stack, run once
 * @param cycled the same number of layers, the first as head and the last as tail
 */
public record ConversionExperiment(LanguageNetwork plain, LanguageNetwork cycled, Schedule first, Schedule further)
        implements Experiment {
    private static final long FURTHER = 500_000;

    public ConversionExperiment {
        if (plain.stack().layers() != cycled.stack().layers()) {
            throw new IllegalArgumentException("a conversion keeps the number of layers, but they were "
                    + plain.stack().layers() + " and " + cycled.stack().layers());
        }
    }

    @Override
    public String recipe() {
        return "conversion 1 " + this;
    }

    @Override
    public long work() {
        return (long) (first.steps() + further.steps()) * plain.stack().executedLayers()
                + (long) further.steps() * cycled.stack().executedLayers();
    }

    @Override
    public Outcome run(long seed, ExperimentText text, Watch watch) {
        List<Measurement> found = new ArrayList<>();
        Architecture plainly = plain.architecture(text.vocabulary());
        LanguageLearning learning = new LanguageLearning(text, plain, seed, watch);
        Map<String, float[]> trained;
        try (Learner learner = Learner.fresh(plainly, seed)) {
            learning.run(learner, first, ExitTraining.FINAL, done -> {});
            found.add(measure("vt-before", learner, plain, text));
            trained = learner.values();
        }
        try (Learner learner = Learner.from(plainly, trained)) {
            found.add(trainOn("vt", learner, plain, seed, text, watch));
        }
        Architecture cycling = cycled.architecture(text.vocabulary());
        ZeroTokenConversion conversion = new ZeroTokenConversion(cycling.maxCycles(), cycling.zeroToken(), seed);
        try (Learner learner = Learner.from(
                cycling, conversion.of(new NetworkValues(plainly, trained)).values())) {
            found.add(measure("ztt-before", learner, cycled, text));
            found.add(trainOn("ztt", learner, cycled, seed, text, watch));
        }
        return new Outcome(
                cycling.parameterCount(),
                first.steps() + further.steps(),
                learning.seconds(),
                learning.tokensPerSecond(),
                found);
    }

    private Measurement trainOn(
            String setting, Learner learner, LanguageNetwork plan, long seed, ExperimentText text, Watch watch) {
        // Other windows than before: what a step sees follows from seed and step.
        new LanguageLearning(text, plan, seed + FURTHER, watch).run(learner, further, ExitTraining.FINAL, done -> {});
        return measure(setting, learner, plan, text);
    }

    private static Measurement measure(String setting, Learner learner, LanguageNetwork plan, ExperimentText text) {
        return learner.look((network, manager) -> {
            ExitTable table = LanguageEvaluation.of(network, manager, text.validation(), plan)
                    .byWindow();
            return table.fixed(setting, table.exits() - 1);
        });
    }
}
