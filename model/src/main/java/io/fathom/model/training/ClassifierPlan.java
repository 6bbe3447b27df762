package io.fathom.model.training;

import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.nn.Architecture;

/**
 * What to train: everything that the data does not decide.
 *
 * @param id name of the bundle
 * @param shape of the network
 * @param recipe of the training
 * @param inScopeLoss share of the in-scope records of dev that the out-of-scope threshold may reject
 * @param data what the model card says of the training data
 * @param command how a person trains it again
 */
public record ClassifierPlan(
        String id, Shape shape, TrainingRecipe recipe, double inScopeLoss, TrainingData data, String command) {
    /** The label that stands for out-of-scope where a data set has it. */
    public static final String OUT_OF_SCOPE = "oos";

    public ClassifierPlan {
        ModelDescription.requireId(id); // now and not when the bundle is written, hours later
        if (!(inScopeLoss >= 0 && inScopeLoss < 1)) {
            throw new IllegalArgumentException("inScopeLoss must be at least 0 and below 1, but was " + inScopeLoss);
        }
    }

    /**
     * The network, but for what the data decides.
     *
     * @param vocabulary most token ids; fewer if the texts do not hold as many words
     * @param maxTokens most tokens of a record
     * @param dim width of the residual stream
     * @param heads attention heads
     * @param middleLayers shared layers of a cycle
     * @param maxCycles most cycles
     * @param pooling from token states to one vector
     */
    public record Shape(
            int vocabulary,
            int maxTokens,
            int dim,
            int heads,
            int middleLayers,
            int maxCycles,
            Architecture.Pooling pooling) {
        private static final int FEED_FORWARD = 4;

        Architecture architecture(int tokens, int labels) {
            return new Architecture(
                    tokens,
                    maxTokens,
                    dim,
                    heads,
                    FEED_FORWARD * dim,
                    middleLayers,
                    maxCycles,
                    labels,
                    true,
                    Architecture.Gate.ZERO_ATTENTION,
                    pooling);
        }
    }
}
