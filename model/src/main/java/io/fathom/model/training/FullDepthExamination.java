package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork;

/**
 * Chooses weights by what they answer after all cycles, where early exits are not asked for more than they can do.
 *
 * @param everyExit gives the scores
 */
record FullDepthExamination(LabelExamination everyExit) implements Examination {

    @Override
    public double[] scores(CycleNetwork network, NDManager manager) {
        return everyExit.scores(network, manager);
    }

    @Override
    public double overall(double[] scores) {
        return scores[scores.length - 1];
    }

    @Override
    public String fingerprint() {
        return everyExit.fingerprint();
    }
}
