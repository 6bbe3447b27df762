package io.fathom.model.training;

import java.util.Arrays;

/**
 * Weights that give records the mix of in scope and out of scope that a frontier was measured with (direct standardisation).
 * Test sets often hold another share of out-of-scope texts than dev sets, and accuracies over both kinds are then not
 * comparable: not because the model does otherwise on a text, but because there are more texts of the harder kind.
 */
final class RecordMix {
    private RecordMix() {}

    /**
     * @param isOutOfScope of each record
     * @param share of the out-of-scope records that is wanted, 0..1
     * @return one weight a record, 1 for all where the set has no record of a kind that is wanted
     */
    static double[] weights(boolean[] isOutOfScope, double share) {
        int outside = 0;
        for (boolean out : isOutOfScope) {
            outside += out ? 1 : 0;
        }
        double[] weights = new double[isOutOfScope.length];
        double now = (double) outside / weights.length;
        boolean possible = outside > 0 && outside < weights.length;
        for (int r = 0; r < weights.length; r++) {
            weights[r] = !possible ? 1 : isOutOfScope[r] ? share / now : (1 - share) / (1 - now);
        }
        return weights;
    }

    /** How many records of equal weight scatter as much (Kish's effective sample size). */
    static double effective(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return sum * sum / Arrays.stream(weights).map(w -> w * w).sum();
    }
}
