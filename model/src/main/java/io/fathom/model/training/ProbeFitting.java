package io.fathom.model.training;

import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.LogisticModel;
import io.fathom.model.depth.ProbeInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Fits probes to the outcomes of a held-out set. */
final class ProbeFitting {
    /** Of the standardised weights: little, since there are thousands of records for a few dozen weights. */
    private static final double RIDGE = 1;

    private static final int FOLDS = 5;

    private ProbeFitting() {}

    /** The probe fitted on all records. */
    static ExitProbe fit(ExitOutcomes outcomes, ProbeInputs inputs) {
        return fit(outcomes, inputs, IntStream.range(0, outcomes.records()).toArray());
    }

    /**
     * What the probe says of each record when it is fitted without it, [cycles][records]: records are dealt into
     * {@value #FOLDS} folds at random, and each fold is told by a probe of the others. Fewer records than folds are told by
     * chance alone: ½.
     */
    static float[][] crossFitted(ExitOutcomes outcomes, ProbeInputs inputs, long seed) {
        int[] order = IntStream.range(0, outcomes.records()).toArray();
        Shuffle.shuffle(order, new SplittableRandom(seed));
        float[][] told = new float[outcomes.cycles()][outcomes.records()];
        for (int fold = 0; fold < FOLDS; fold++) {
            int f = fold;
            int[] others = IntStream.range(0, order.length)
                    .filter(i -> i % FOLDS != f)
                    .map(i -> order[i])
                    .toArray();
            ExitProbe probe = fit(outcomes, inputs, others);
            for (int i = fold; i < order.length; i += FOLDS) {
                for (int c = 0; c < told.length; c++) {
                    told[c][order[i]] = probe.settled(c + 1, outcomes.features()[c][order[i]]);
                }
            }
        }
        return told;
    }

    /** What a probe that was fitted elsewhere says of each record, [cycles][records]. */
    static float[][] told(ExitOutcomes outcomes, ExitProbe probe) {
        float[][] told = new float[outcomes.cycles()][outcomes.records()];
        for (int c = 0; c < told.length; c++) {
            for (int r = 0; r < told[c].length; r++) {
                told[c][r] = probe.settled(c + 1, outcomes.features()[c][r]);
            }
        }
        return told;
    }

    private static ExitProbe fit(ExitOutcomes outcomes, ProbeInputs inputs, int[] records) {
        List<LogisticModel> cycles = new ArrayList<>();
        for (int cycle = 0; cycle < outcomes.cycles() - 1; cycle++) {
            int c = cycle;
            double[][] x = Arrays.stream(records)
                    .mapToObj(r -> outcomes.features()[c][r].of(inputs))
                    .toArray(double[][]::new);
            boolean[] y = new boolean[records.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = outcomes.settled()[c][records[i]];
            }
            cycles.add(LogisticRegression.fit(x, y, inputs.size(outcomes.heads()), RIDGE));
        }
        return new ExitProbe(inputs, cycles);
    }
}
