package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.CycleNetwork;
import java.util.Arrays;

/** What a {@link Trainer} measures the averaged weights by, on held-out data: those with the highest score are kept. */
public interface Examination {

    /**
     * The score of every exit, the higher the better: a share of right answers, or bits per character with a minus.
     *
     * @param manager parent of what is made on the way, all of which is freed
     */
    double[] scores(CycleNetwork network, NDManager manager);

    /** The one number that weights are chosen by. */
    default double overall(double[] scores) {
        return Arrays.stream(scores).average().orElseThrow();
    }

    /** The same for the same data in the same order, read in the same way. */
    String fingerprint();
}
