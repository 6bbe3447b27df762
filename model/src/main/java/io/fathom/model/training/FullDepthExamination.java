package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork;
import java.util.Arrays;

/**
 * Chooses weights by what they answer after all cycles, since early exits are not asked for more than they can do; of
 * weights that answer as much, by the mean over exits.
 *
 * @param everyExit gives the scores
 */
record FullDepthExamination(LabelExamination everyExit) implements Examination {
    /** Less than a record of a few thousand. */
    private static final double TIE_BREAK = 1e-4;

    @Override
    public double[] scores(CycleNetwork network, NDManager manager) {
        return everyExit.scores(network, manager);
    }

    @Override
    public double overall(double[] scores) {
        return scores[scores.length - 1]
                + TIE_BREAK * Arrays.stream(scores).average().orElseThrow();
    }

    @Override
    public String fingerprint() {
        return everyExit.fingerprint();
    }
}
