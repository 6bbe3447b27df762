package io.fathom.model.training.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.CycledTransformer;
import io.fathom.model.nn.Dropout;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.TokenGate;
import io.fathom.model.nn.Weights;
import io.fathom.model.training.AdamW;
import io.fathom.model.training.Initialiser;
import io.fathom.model.training.Trainer;
import io.fathom.model.training.TrainingStep;
import java.util.LinkedHashMap;
import java.util.Map;

/** A network that learns, with its optimiser; owns its native memory. */
final class Learner implements AutoCloseable {
    private static final double CLIP_NORM = 1;
    private static final float EMBEDDING_FACTOR = 5;

    private final NDManager manager;
    private final Weights weights;
    private final CycledTransformer network;
    private final TrainingStep step;

    private Learner(NDManager manager, Weights weights, TokenGate gate, Regularisation against) {
        this.manager = manager;
        this.weights = weights;
        this.network = new CycledTransformer(weights, against.dropout(), gate);
        AdamW optimiser = new AdamW(weights, manager, against.beta2(), against.weightDecay());
        this.step = new TrainingStep(weights, optimiser, CLIP_NORM);
        weights.all().values().forEach(w -> w.setRequiresGradient(true));
    }

    /** With fresh weights, the same for the same seed. */
    static Learner fresh(Architecture architecture, long seed) {
        return from(architecture, freshValues(architecture, seed));
    }

    /**
     * The first weights that the rest of Fathom draws, but for the embeddings of language models: with a deviation of 0.1
     * in place of 0.02 these small and short trainings leave the plateau of letter frequencies several times sooner.
     */
    static Map<String, float[]> freshValues(Architecture architecture, long seed) {
        try (NDManager manager = NDManager.newBaseManager();
                Weights drawn = Initialiser.initialise(architecture, manager, seed)) {
            Map<String, float[]> values = valuesOf(drawn);
            if (architecture.readout() instanceof Readout.NextToken) {
                values.forEach((name, value) -> {
                    for (int i = 0; name.startsWith("embed.") && i < value.length; i++) {
                        value[i] *= EMBEDDING_FACTOR;
                    }
                });
            }
            return values;
        }
    }

    /** From given weights, with a fresh optimiser. */
    static Learner from(Architecture architecture, Map<String, float[]> values) {
        return from(architecture, values, TokenGate.forTraining(architecture));
    }

    /** The same with other token gates than the usual ones of training. */
    static Learner from(Architecture architecture, Map<String, float[]> values, TokenGate gate) {
        return from(architecture, values, gate, Regularisation.SHORT);
    }

    /** The same with other settings of the optimiser. */
    static Learner from(
            Architecture architecture, Map<String, float[]> values, TokenGate gate, Regularisation against) {
        NDManager manager = NDManager.newBaseManager();
        return new Learner(manager, Trainer.weightsOf(architecture, manager, values), gate, against);
    }

    CycledTransformer network() {
        return network;
    }

    Architecture architecture() {
        return weights.architecture();
    }

    double step(TrainingStep.Loss loss, double rate) {
        return step.run(loss, rate);
    }

    /** The weights as they are now. */
    Map<String, float[]> values() {
        return valuesOf(weights);
    }

    private static Map<String, float[]> valuesOf(Weights weights) {
        Map<String, float[]> values = new LinkedHashMap<>();
        weights.all().forEach((name, w) -> values.put(name, w.toFloatArray()));
        return values;
    }

    /** What looks at the network of now without gradients. */
    interface Look<T> {
        T at(CycledTransformer network, NDManager manager);
    }

    /** Looks at a copy, because arrays with gradients would make a graph of all that is computed from them. */
    <T> T look(Look<T> look) {
        return look(TokenGate.forTraining(architecture()), look);
    }

    /** The same with other token gates. */
    <T> T look(TokenGate gate, Look<T> look) {
        try (Weights copy = Trainer.weightsOf(architecture(), manager, values());
                NDManager scratch = manager.newSubManager()) {
            return look.at(new CycledTransformer(copy, Dropout.OFF, gate), scratch);
        }
    }

    /** A number for a graph; DJL reads one that is passed as such after it is freed. */
    static NDArray constant(NDManager manager, double value) {
        return manager.create((float) value);
    }

    @Override
    public void close() {
        manager.close();
    }
}
