package io.fathom.model.training;

import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenInput;
import io.fathom.model.text.Normalization;

/**
 * What language model to train: everything that the data does not decide.
 *
 * @param id name of the bundle
 * @param shape of the network
 * @param recipe of the training
 * @param learning how lessons are made of the texts
 * @param falseAlarms share of the dev texts that may be called anomalies
 * @param data what the model card says of the training data
 * @param command how a person trains it again
 */
public record LanguagePlan(
        String id,
        Shape shape,
        TrainingRecipe recipe,
        LanguageRecipe learning,
        double falseAlarms,
        TrainingData data,
        String command) {

    public LanguagePlan {
        ModelDescription.requireId(id); // now and not when the bundle is written, hours later
        if (!(falseAlarms >= 0 && falseAlarms < 1)) {
            throw new IllegalArgumentException("falseAlarms must be at least 0 and below 1, but was " + falseAlarms);
        }
    }

    /**
     * The network, but for what the data decides.
     *
     * @param kind member of the family
     * @param normalization what is done to texts before they are cut into tokens
     * @param vocabulary most token ids; {@link io.fathom.model.text.BytePairVocabulary#BASE_SIZE} makes every byte a token
     * @param maxTokens most tokens of a text
     * @param smear tokens before a token that are bound to it ({@link TokenInput})
     * @param dim width of the residual stream
     * @param heads attention heads
     * @param layers layers with weights of their own
     * @param maxCycles most cycles
     */
    public record Shape(
            NetworkKind kind,
            Normalization normalization,
            int vocabulary,
            int maxTokens,
            int smear,
            int dim,
            int heads,
            int layers,
            int maxCycles) {

        Architecture architecture(int tokens) {
            return kind.architecture(
                    new TokenInput(tokens, maxTokens, smear), dim, heads, layers, maxCycles, new Readout.NextToken());
        }
    }
}
