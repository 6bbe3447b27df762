package io.fathom.model.training;

import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.depth.ExitFeatures;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.nn.SignalLayout;
import java.util.Arrays;

/**
 * What every exit gives to every record of a held-out set: all that exit policies are fitted on and compared by. Tables
 * are [cycles][records], and only read.
 *
 * @param signals without a probe
 * @param features for probes
 * @param settled whether the answer equals the full-depth answer; true everywhere after the last cycle
 * @param quality what the answer is worth: 1 where it is right and 0 where not, or any other number to be averaged
 */
@SuppressWarnings("ArrayRecordComponent") // tables that are read, never compared
public record ExitOutcomes(ExitSignal[][] signals, ExitFeatures[][] features, boolean[][] settled, double[][] quality) {

    /**
     * Outcomes of a classifier; an answer is a label, or "out of scope" below the cycle's threshold.
     *
     * @param labels index of each record's label
     * @param outOfScope index of the label that stands for out-of-scope, or −1
     */
    static ExitOutcomes of(ExitLogits logits, LabelCalibration calibration, int outOfScope, int[] labels) {
        int cycles = logits.cycles();
        int records = logits.records();
        ExitSignal[][] signals = new ExitSignal[cycles][records];
        ExitFeatures[][] features = new ExitFeatures[cycles][records];
        boolean[][] settled = new boolean[cycles][records];
        double[][] quality = new double[cycles][records];
        for (int r = 0; r < records; r++) {
            int[] answers = new int[cycles];
            int unchanged = 0;
            for (int c = 0; c < cycles; c++) {
                ScopedAnswer answer = ScopedAnswer.of(
                        logits.logits()[c][r], calibration.temperatures().get(c), outOfScope);
                boolean rejected = calibration.rejectsOutOfScope()
                        && answer.score() < calibration.outOfScopeThresholds().get(c);
                answers[c] = rejected ? outOfScope : answer.label();
                unchanged = c > 0 && answers[c] == answers[c - 1] ? unchanged + 1 : 0;
                float[] row = logits.signals()[c][r];
                signals[c][r] = new ExitSignal(
                        c + 1,
                        row[SignalLayout.MEAN],
                        row[SignalLayout.CORRECTED],
                        answer.score(),
                        answer.entropy(),
                        unchanged,
                        Float.NaN);
                features[c][r] =
                        new ExitFeatures(Arrays.copyOfRange(row, SignalLayout.HEADS, row.length), answer.score());
                quality[c][r] = answers[c] == labels[r] ? 1 : 0;
            }
            for (int c = 0; c < cycles; c++) {
                settled[c][r] = answers[c] == answers[cycles - 1];
            }
        }
        return new ExitOutcomes(signals, features, settled, quality);
    }

    public int cycles() {
        return signals.length;
    }

    public int records() {
        return signals[0].length;
    }

    /** The signals with what a probe says of each record, [cycles][records]. */
    ExitSignal[][] signalsWith(float[][] settled) {
        ExitSignal[][] told = new ExitSignal[cycles()][records()];
        for (int c = 0; c < told.length; c++) {
            for (int r = 0; r < told[c].length; r++) {
                told[c][r] = signals[c][r].withSettled(settled[c][r]);
            }
        }
        return told;
    }

    /** Signals of single heads; 0 for a network without zero tokens. */
    int heads() {
        return features[0][0].heads();
    }

    /** Mean quality of the exit after {@code cycle}, from 1. */
    public double meanQuality(int cycle) {
        return Arrays.stream(quality[cycle - 1]).average().orElseThrow();
    }
}
