package io.fathom.model.training;

import io.fathom.model.ngram.NgramModel;
import java.util.List;

/**
 * What a bundle's n-gram model says of the records of a data set, and what that costs.
 *
 * <p>On texts that it was trained on such a model is much too sure of itself. So what is fitted to these scores must be fitted
 * to those of records that the model has not seen: held-out ones, or training records by models of other folds.
 *
 * @param logProbabilities of the labels, uncalibrated, [records][labels]
 * @param tlopsPerToken cost in TLOps a token, see {@link NgramCost}; 0 where it does not matter
 */
@SuppressWarnings("ArrayRecordComponent") // a table that is read, never compared
public record NgramScores(float[][] logProbabilities, double tlopsPerToken) {

    /** Asks the model about every text, on all cores. */
    static NgramScores of(NgramModel model, List<String> texts, double tlopsPerToken) {
        return new NgramScores(
                texts.parallelStream().map(model::logProbabilities).toArray(float[][]::new), tlopsPerToken);
    }
}
