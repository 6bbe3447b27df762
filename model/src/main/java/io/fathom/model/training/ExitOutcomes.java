package io.fathom.model.training;

import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.depth.ExitFeatures;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.nn.SignalLayout;
import java.util.Arrays;

/**
 * What every exit gives to every record of a held-out set: all that exit policies are fitted on and compared by. Tables
 * are [depths][records], the shallowest depth first, and only read.
 *
 * @param firstDepth cycles of the first row: 0 with an n-gram model that answers before the first layer, else 1
 * @param signals without a probe
 * @param features for probes
 * @param settled whether the answer equals the full-depth answer; true everywhere after the last cycle
 * @param quality what the answer is worth: 1 where it is right and 0 where not, or any other number to be averaged
 */
@SuppressWarnings("ArrayRecordComponent") // tables that are read, never compared
public record ExitOutcomes(
        int firstDepth, ExitSignal[][] signals, ExitFeatures[][] features, boolean[][] settled, double[][] quality) {

    /** Signals of a depth that no cycle has led to. */
    private static final float[] NOTHING_RUN = new float[SignalLayout.HEADS];

    /** Of a model that answers after one cycle at the earliest. */
    public ExitOutcomes(ExitSignal[][] signals, ExitFeatures[][] features, boolean[][] settled, double[][] quality) {
        this(1, signals, features, settled, quality);
    }

    /**
     * Outcomes of a classifier; an answer is a label, or "out of scope" below the depth's threshold.
     *
     * @param labels index of each record's label
     * @param outOfScope index of the label that stands for out-of-scope, or −1
     */
    static ExitOutcomes of(ExitLogits logits, LabelCalibration calibration, int outOfScope, int[] labels) {
        int first = logits.firstDepth();
        int depths = logits.cycles() + 1 - first;
        int records = logits.records();
        ExitSignal[][] signals = new ExitSignal[depths][records];
        ExitFeatures[][] features = new ExitFeatures[depths][records];
        boolean[][] settled = new boolean[depths][records];
        double[][] quality = new double[depths][records];
        for (int r = 0; r < records; r++) {
            int[] answers = new int[depths];
            int unchanged = 0;
            for (int d = 0; d < depths; d++) {
                ScopedAnswer answer = ScopedAnswer.of(logits.scores(calibration, first + d, r), outOfScope);
                answers[d] = answer.verdict(calibration, first + d, outOfScope);
                unchanged = d > 0 && answers[d] == answers[d - 1] ? unchanged + 1 : 0;
                float[] row = first + d == 0 ? NOTHING_RUN : logits.signals()[first + d - 1][r];
                signals[d][r] = new ExitSignal(
                        first + d,
                        row[SignalLayout.MEAN],
                        row[SignalLayout.CORRECTED],
                        answer.score(),
                        answer.entropy(),
                        unchanged,
                        Float.NaN);
                features[d][r] =
                        new ExitFeatures(Arrays.copyOfRange(row, SignalLayout.HEADS, row.length), answer.score());
                quality[d][r] = answers[d] == labels[r] ? 1 : 0;
            }
            for (int d = 0; d < depths; d++) {
                settled[d][r] = answers[d] == answers[depths - 1];
            }
        }
        return new ExitOutcomes(first, signals, features, settled, quality);
    }

    /** Depths that there are to stop at. */
    public int depths() {
        return signals.length;
    }

    /** Cycles of full depth. */
    public int lastDepth() {
        return firstDepth + signals.length - 1;
    }

    public int records() {
        return signals[0].length;
    }

    /** The signals with what a probe says of each record, [depths][records]. */
    ExitSignal[][] signalsWith(float[][] settled) {
        ExitSignal[][] told = new ExitSignal[depths()][records()];
        for (int c = 0; c < told.length; c++) {
            for (int r = 0; r < told[c].length; r++) {
                told[c][r] = signals[c][r].withSettled(settled[c][r]);
            }
        }
        return told;
    }

    /** Signals of single heads after a cycle; 0 for a network without zero tokens. */
    int heads() {
        return features[depths() - 1][0].heads();
    }

    /** Mean quality of the exit after so many cycles. */
    public double meanQuality(int depth) {
        return Arrays.stream(quality[depth - firstDepth]).average().orElseThrow();
    }
}
