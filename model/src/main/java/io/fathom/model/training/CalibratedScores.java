package io.fathom.model.training;

import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.bundle.LabelCalibration.DepthZero;

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
        double ofNgrams =
                calibration.depthZero().map(zero -> weight(zero, depth)).orElse(0.0);
        double ofNetwork =
                depth == 0 ? 0 : 1 / (double) calibration.temperatures().get(depth - 1);
        double[] scores = new double[depth == 0 ? ngrams.length : network.length];
        for (int k = 0; k < scores.length; k++) {
            scores[k] = (ofNetwork == 0 ? 0 : ofNetwork * network[k]) + (ofNgrams == 0 ? 0 : ofNgrams * ngrams[k]);
        }
        return scores;
    }

    private static double weight(DepthZero zero, int depth) {
        return depth == 0 ? 1 / (double) zero.temperature() : zero.mix().get(depth - 1);
    }

    /** Below it a record is out of scope; 0 where nothing is rejected. */
    static float outOfScopeThreshold(LabelCalibration calibration, int depth) {
        if (!calibration.rejectsOutOfScope()) {
            return 0;
        }
        return depth == 0
                ? calibration.depthZero().orElseThrow().outOfScopeThreshold().orElse(0f)
                : calibration.outOfScopeThresholds().get(depth - 1);
    }
}
