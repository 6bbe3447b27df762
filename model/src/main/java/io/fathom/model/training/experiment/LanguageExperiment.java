package io.fathom.model.training.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * A language model from scratch: the curve of its validation loss, its final values at every exit, and what exits by zero
 * attention and by confidence would give.
 *
 * @param exits which exits it learns from
 * @param byCharacter whether characters leave on their own (early-exit baseline, papers.md 2.6), or windows as a whole
 * @param firstExit first exit that may be taken, counted from 0
 */
public record LanguageExperiment(
        LanguageNetwork network, Schedule schedule, ExitTraining exits, boolean byCharacter, int firstExit)
        implements Experiment {
    private static final int CURVE_POINTS = 5;

    /** Learns from full depth only; windows leave as a whole. */
    public static LanguageExperiment of(LanguageNetwork network, Schedule schedule) {
        return new LanguageExperiment(network, schedule, ExitTraining.FINAL, false, 0);
    }

    public LanguageExperiment learningFrom(ExitTraining other) {
        return new LanguageExperiment(network, schedule, other, byCharacter, firstExit);
    }

    public LanguageExperiment withOneKey() {
        return new LanguageExperiment(network.withOneKey(), schedule, exits, byCharacter, firstExit);
    }

    public LanguageExperiment leavingByCharacter(int first) {
        return new LanguageExperiment(network, schedule, exits, true, first);
    }

    @Override
    public String recipe() {
        return "language 1 " + this;
    }

    @Override
    public long work() {
        return (long) schedule.steps() * network.stack().executedLayers();
    }

    @Override
    public Outcome run(long seed, ExperimentText text, Watch watch) {
        List<Measurement> measurements = new ArrayList<>();
        LanguageLearning learning = new LanguageLearning(text, network, seed, watch);
        try (Learner learner = Learner.fresh(network.architecture(text.vocabulary()), seed)) {
            int every = Math.max(1, schedule.steps() / CURVE_POINTS);
            learning.run(learner, schedule, exits, done -> {
                if (done % every == 0 && done < schedule.steps()) {
                    double loss = evaluate(learner, text).finalLoss();
                    measurements.add(Measurement.of("step-" + done, loss, Double.NaN, Double.NaN));
                }
            });
            measurements.addAll(finalMeasurements(evaluate(learner, text)));
            return new Outcome(
                    learner.architecture().parameterCount(),
                    learning.steps(),
                    learning.seconds(),
                    learning.tokensPerSecond(),
                    measurements);
        }
    }

    private LanguageEvaluation evaluate(Learner learner, ExperimentText text) {
        return learner.look((n, manager) -> LanguageEvaluation.of(n, manager, text.validation(), network));
    }

    private List<Measurement> finalMeasurements(LanguageEvaluation evaluation) {
        ExitTable table = byCharacter ? evaluation.byCharacter() : evaluation.byWindow();
        List<Measurement> found = new ArrayList<>();
        found.add(table.fixed(Measurement.FINAL, table.exits() - 1));
        found.add(Measurement.of("step-" + schedule.steps(), found.get(0).loss(), Double.NaN, Double.NaN));
        if (table.exits() == 1) {
            return found;
        }
        for (int exit = 0; exit < table.exits(); exit++) {
            found.add(table.fixed("cycles-" + (exit + 1), exit));
        }
        if (byCharacter) {
            found.addAll(table.sweep("confidence", evaluation.confidenceByCharacter(), firstExit));
            return found;
        }
        found.addAll(table.sweep("confidence", evaluation.confidenceByWindow(), firstExit));
        if (network.zeroToken() != io.fathom.model.nn.ZeroToken.NONE) {
            found.addAll(table.sweep("zero", evaluation.zeroAttentionByWindow(), firstExit));
        }
        return found;
    }
}
