package io.fathom.model.training;

import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenInput;

/**
 * What to train: everything that the data does not decide.
 *
 * @param id name of the bundle
 * @param shape of the network
 * @param recipe of the training
 * @param learning how lessons are made of the records
 * @param teachers networks that are trained first, for the student to learn from; 0 for none
 * @param teacherSteps steps of each teacher
 * @param depthZero whether an n-gram model of the training records answers before the first layer
 * @param inScopeLoss share of the in-scope records of dev that the out-of-scope threshold may reject
 * @param data what the model card says of the training data
 * @param command how a person trains it again
 */
public record ClassifierPlan(
        String id,
        Shape shape,
        TrainingRecipe recipe,
        ClassifierRecipe learning,
        int teachers,
        int teacherSteps,
        DepthZeroUse depthZero,
        double inScopeLoss,
        TrainingData data,
        String command) {
    /** The label that stands for out-of-scope where a data set has it. */
    public static final String OUT_OF_SCOPE = "oos";

    public ClassifierPlan {
        ModelDescription.requireId(id); // now and not when the bundle is written, hours later
        if (teachers < 0 || (teachers > 0 && teacherSteps < 1)) {
            throw new IllegalArgumentException("teachers must not be negative and their steps at least 1, but were "
                    + teachers + " and " + teacherSteps);
        }
        if (teachers == 0) {
            learning.requireNoTeachers();
        }
        if (!(inScopeLoss >= 0 && inScopeLoss < 1)) {
            throw new IllegalArgumentException("inScopeLoss must be at least 0 and below 1, but was " + inScopeLoss);
        }
    }

    /** Without depth zero. */
    public ClassifierPlan(
            String id,
            Shape shape,
            TrainingRecipe recipe,
            ClassifierRecipe learning,
            int teachers,
            int teacherSteps,
            double inScopeLoss,
            TrainingData data,
            String command) {
        this(id, shape, recipe, learning, teachers, teacherSteps, DepthZeroUse.NEVER, inScopeLoss, data, command);
    }

    /** Steps of all networks; fewer are run where dev stops improving. */
    public int allSteps() {
        return teachers * teacherSteps + recipe.steps();
    }

    /**
     * The network, but for what the data decides.
     *
     * @param kind member of the family
     * @param vocabulary most token ids; fewer if the texts do not hold as many words
     * @param maxTokens most tokens of a record
     * @param smear tokens before a token that are bound to it ({@link TokenInput})
     * @param dim width of the residual stream
     * @param heads attention heads
     * @param layers layers with weights of their own
     * @param maxCycles most cycles
     * @param pooling from token states to one vector
     */
    public record Shape(
            NetworkKind kind,
            int vocabulary,
            int maxTokens,
            int smear,
            int dim,
            int heads,
            int layers,
            int maxCycles,
            Readout.Pooling pooling) {

        Architecture architecture(int tokens, int labels) {
            return kind.architecture(
                    new TokenInput(tokens, maxTokens, smear),
                    dim,
                    heads,
                    layers,
                    maxCycles,
                    new Readout.Labels(labels, pooling));
        }
    }
}
