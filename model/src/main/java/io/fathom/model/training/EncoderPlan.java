package io.fathom.model.training;

import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.TrainingData;

/**
 * What to make of labelled texts and a pre-trained encoder: everything that the data does not decide.
 *
 * @param id name of the bundle
 * @param depthZero whether an n-gram model of the training records answers before the first layer
 * @param inScopeLoss share of the in-scope records of dev that the out-of-scope threshold may reject
 * @param seed of the order of texts in the training of the n-gram model
 * @param data what the model card says of the training data
 * @param command how a person trains it again
 */
public record EncoderPlan(
        String id, DepthZeroUse depthZero, double inScopeLoss, long seed, TrainingData data, String command) {

    public EncoderPlan {
        ModelDescription.requireId(id);
        if (!(inScopeLoss >= 0 && inScopeLoss < 1)) {
            throw new IllegalArgumentException("inScopeLoss must be at least 0 and below 1, but was " + inScopeLoss);
        }
    }
}
