package io.fathom.model.training;

import io.fathom.model.bundle.LabelCalibration;

/**
 * What a calibration makes of the network's logits l and the n-gram model's log-probabilities s at a depth of d cycles:
 *
 * <pre>
 *   s / T_0                    d = 0
 *   l / T_d + m_d s            d ≥ 1, with m_d = 0 where there is no n-gram model
 * </pre>
 *
 * the softmax of which are the probabilities that the engine answers with.
 */
final class CalibratedScores {
    private CalibratedScores() {}

    /**
     * @param depth cycles, 0 only with depth zero
     * @param network logits after so many cycles, [labels]; not read at depth 0
     * @param ngrams log-probabilities, [labels]; not read without depth zero
     */
    static double[] of(LabelCalibration calibration, int depth, float[] network, float[] ngrams) {
        double ofNetwork = depth == 0 ? 0 : 1 / (double) calibration.temperature(depth);
        double ofNgrams = depth == 0 ? 1 / (double) calibration.temperature(0) : calibration.mix(depth);
        double[] scores = new double[depth == 0 ? ngrams.length : network.length];
        for (int k = 0; k < scores.length; k++) {
            scores[k] = (ofNetwork == 0 ? 0 : ofNetwork * network[k]) + (ofNgrams == 0 ? 0 : ofNgrams * ngrams[k]);
        }
        return scores;
    }

    /** Below it a record is out of scope; 0 where nothing is rejected. */
    static float outOfScopeThreshold(LabelCalibration calibration, int depth) {
        return calibration.rejectsOutOfScope() ? calibration.outOfScopeThreshold(depth) : 0;
    }
}
