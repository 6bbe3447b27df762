package io.fathom.model.training.experiment;

import io.fathom.model.nn.Dropout;

/**
 * What keeps a learner from learning by heart, and the memory of its optimiser.
 *
 * @param beta2 decay of AdamW's second moments
 * @param weightDecay decoupled decay of the matrices
 */
record Regularisation(double beta2, double weightDecay, Dropout dropout) {
    /** Of short trainings that see a character once or twice. */
    static final Regularisation SHORT = new Regularisation(0.98, 0.05, Dropout.OFF);
}
