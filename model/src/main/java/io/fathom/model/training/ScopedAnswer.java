package io.fathom.model.training;

import io.fathom.model.bundle.LabelCalibration;

/**
 * The best in-scope label of one record and what its calibrated probabilities tell.
 *
 * @param label index of the label
 * @param score its probability among all labels, 0..1
 * @param entropy of all probabilities, as a share of the most possible, 0..1
 */
record ScopedAnswer(int label, float score, float entropy) {

    /**
     * @param scores what the softmax of gives the calibrated probabilities, [labels]
     * @param outOfScope index of the label that may not be the answer, or −1
     */
    static ScopedAnswer of(double[] scores, int outOfScope) {
        int best = -1;
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < scores.length; k++) {
            max = Math.max(max, scores[k]);
            if (k != outOfScope && (best < 0 || scores[k] > scores[best])) {
                best = k;
            }
        }
        double total = 0;
        double weighted = 0;
        for (double score : scores) {
            double scaled = score - max;
            total += Math.exp(scaled);
            weighted += scaled * Math.exp(scaled);
        }
        // -Σ p ln p with ln p = scaled - ln total
        double entropy = (Math.log(total) - weighted / total) / Math.log(scores.length);
        return new ScopedAnswer(best, (float) (Math.exp(scores[best] - max) / total), (float) entropy);
    }

    /** The label, or {@code outOfScope} where the score is below the threshold of a depth. */
    int verdict(LabelCalibration calibration, int depth, int outOfScope) {
        return score < CalibratedScores.outOfScopeThreshold(calibration, depth) ? outOfScope : label;
    }
}
