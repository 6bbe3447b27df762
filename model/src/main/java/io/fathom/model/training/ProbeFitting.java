package io.fathom.model.training;

import io.fathom.model.depth.ExitProbe;
import io.fathom.model.depth.LogisticModel;
import io.fathom.model.depth.ProbeInputs;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
     * What the probe says of each record when it is fitted without it, [depths][records]: records are dealt into
     * {@value #FOLDS} folds at random, and each fold is told by a probe of the others. Fewer records than folds are told by
     * chance alone: ½.
     */
    static float[][] crossFitted(ExitOutcomes outcomes, ProbeInputs inputs, long seed) {
        int[] order = IntStream.range(0, outcomes.records()).toArray();
        Shuffle.shuffle(order, new SplittableRandom(seed));
        float[][] told = new float[outcomes.depths()][outcomes.records()];
        for (int fold = 0; fold < FOLDS; fold++) {
            int f = fold;
            int[] others = IntStream.range(0, order.length)
                    .filter(i -> i % FOLDS != f)
                    .map(i -> order[i])
                    .toArray();
            ExitProbe probe = fit(outcomes, inputs, others);
            for (int i = fold; i < order.length; i += FOLDS) {
                for (int d = 0; d < told.length; d++) {
                    told[d][order[i]] = probe.settled(outcomes.firstDepth() + d, outcomes.features()[d][order[i]]);
                }
            }
        }
        return told;
    }

    /** What a probe that was fitted elsewhere says of each record, [depths][records]. */
    static float[][] told(ExitOutcomes outcomes, ExitProbe probe) {
        float[][] told = new float[outcomes.depths()][outcomes.records()];
        for (int d = 0; d < told.length; d++) {
            for (int r = 0; r < told[d].length; r++) {
                told[d][r] = probe.settled(outcomes.firstDepth() + d, outcomes.features()[d][r]);
            }
        }
        return told;
    }

    private static ExitProbe fit(ExitOutcomes outcomes, ProbeInputs inputs, int[] records) {
        int first = outcomes.firstDepth();
        List<LogisticModel> cycles = IntStream.rangeClosed(1, outcomes.lastDepth() - 1)
                .mapToObj(depth -> fit(outcomes, depth - first, inputs, outcomes.heads(), records))
                .toList();
        Optional<LogisticModel> zero = first > 0
                ? Optional.empty()
                : Optional.of(
                        fit(outcomes, 0, ProbeInputs.CONFIDENCE, 0, records)); // no layer has run: no heads to read
        return new ExitProbe(inputs, cycles, zero);
    }

    private static LogisticModel fit(ExitOutcomes outcomes, int row, ProbeInputs inputs, int heads, int[] records) {
        double[][] x = Arrays.stream(records)
                .mapToObj(r -> outcomes.features()[row][r].of(inputs))
                .toArray(double[][]::new);
        boolean[] y = new boolean[records.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = outcomes.settled()[row][records[i]];
        }
        return LogisticRegression.fit(x, y, inputs.size(heads), RIDGE);
    }
}
