package io.fathom.model.training.experiment;

import io.fathom.model.training.ExitTraining;
import java.util.ArrayList;
import java.util.Arrays;
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
    /** The curve looks at the beginning of the validation split, the final values at all of it. */
    private static final int CURVE_CHARACTERS = 16_384;

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
        return "language 2 " + this;
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
                    int[] sample =
                            Arrays.copyOf(text.validation(), Math.min(text.validation().length, CURVE_CHARACTERS + 1));
                    double loss = evaluate(learner, sample).finalLoss(CURVE_CHARACTERS);
                    measurements.add(Measurement.of("step-" + done, loss, Double.NaN, Double.NaN));
                }
            });
            measurements.addAll(finalMeasurements(evaluate(learner, text.validation())));
            return new Outcome(
                    learner.architecture().parameterCount(),
                    learning.steps(),
                    learning.seconds(),
                    learning.tokensPerSecond(),
                    measurements);
        }
    }

    private LanguageEvaluation evaluate(Learner learner, int[] text) {
        return learner.look((n, manager) -> LanguageEvaluation.of(n, manager, text, network));
    }

    private List<Measurement> finalMeasurements(LanguageEvaluation evaluation) {
        ExitTable table = byCharacter ? evaluation.byCharacter() : evaluation.byWindow();
        List<Measurement> found = new ArrayList<>();
        found.add(table.fixed(Measurement.FINAL, table.exits() - 1));
        double endOfCurve = evaluation.finalLoss(CURVE_CHARACTERS);
        found.add(Measurement.of("step-" + schedule.steps(), endOfCurve, Double.NaN, Double.NaN));
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
        if (network.zeroToken().hasKey()) {
            found.addAll(table.sweep("zero", evaluation.zeroAttentionByWindow(), firstExit));
            found.addAll(table.sweep("corrected", evaluation.correctedZeroAttentionByWindow(), firstExit));
        }
        return found;
    }
}
