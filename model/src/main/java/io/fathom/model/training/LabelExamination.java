package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork;

/**
 * In-scope accuracy of every exit on a set of labelled records, nothing rejected.
 *
 * @param dev the records
 */
record LabelExamination(TrainingSet dev) implements Examination {

    @Override
    public double[] scores(CycleNetwork network, NDManager manager) {
        ExitLogits logits = ExitLogits.of(network, manager, dev.servedIds());
        double[] accuracy = new double[logits.cycles()];
        for (int c = 0; c < accuracy.length; c++) {
            accuracy[c] = dev.inScopeAccuracy(logits.logits()[c]);
        }
        return accuracy;
    }

    @Override
    public String fingerprint() {
        return dev.fingerprint();
    }
}
