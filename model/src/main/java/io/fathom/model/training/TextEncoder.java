package io.fathom.model.training;

import java.util.random.RandomGenerator;

/** Text to token ids for training, where a text may be cut differently each time it is read. */
@FunctionalInterface
public interface TextEncoder {

    /**
     * @param dropout share of merges left out at random (BPE-dropout, Provilkov et al. 2020); 0 gives the ids that the
     *     served tokenizer gives
     */
    int[] encode(String text, double dropout, RandomGenerator random);
}
