package io.fathom.model.training;

import io.fathom.model.bundle.LabelCalibration;
import java.util.Map;

/**
 * Quality of one exit on labelled records, shares in 0..1.
 *
 * @param accuracy over all records: in-scope ones with the right label that are not rejected, out-of-scope ones rejected
 * @param inScopeAccuracy in-scope records whose best in-scope label is right, nothing rejected
 * @param inScopeAccuracyAtThreshold in-scope records that are right and not rejected
 * @param outOfScopeRecall out-of-scope records that are rejected; NaN where there are none
 */
public record ClassificationQuality(
        double accuracy, double inScopeAccuracy, double inScopeAccuracyAtThreshold, double outOfScopeRecall) {

    /** Adds these figures under names that begin with {@code prefix}; what has no meaning is left out. */
    void into(Map<String, Double> figures, String prefix, boolean rejects) {
        figures.put(prefix + "accuracy", accuracy);
        figures.put(prefix + "inScopeAccuracy", inScopeAccuracy);
        if (rejects) {
            figures.put(prefix + "inScopeAccuracyAtThreshold", inScopeAccuracyAtThreshold);
        }
        if (!Double.isNaN(outOfScopeRecall)) {
            figures.put(prefix + "outOfScopeRecall", outOfScopeRecall);
        }
    }

    /** @param depth cycles before the exit */
    static ClassificationQuality of(
            ExitLogits logits, int depth, int[] labels, int outOfScope, LabelCalibration calibration) {
        float threshold = CalibratedScores.outOfScopeThreshold(calibration, depth);
        int inScope = 0;
        int right = 0;
        int rightAndKept = 0;
        int rejected = 0;
        for (int r = 0; r < labels.length; r++) {
            ScopedAnswer answer = ScopedAnswer.of(logits.scores(calibration, depth, r), outOfScope);
            boolean reject = answer.score() < threshold;
            if (labels[r] == outOfScope) {
                rejected += reject ? 1 : 0;
            } else {
                inScope++;
                right += answer.label() == labels[r] ? 1 : 0;
                rightAndKept += answer.label() == labels[r] && !reject ? 1 : 0;
            }
        }
        int outside = labels.length - inScope;
        return new ClassificationQuality(
                (double) (rightAndKept + rejected) / labels.length,
                (double) right / inScope,
                (double) rightAndKept / inScope,
                outside == 0 ? Double.NaN : (double) rejected / outside);
    }
}
