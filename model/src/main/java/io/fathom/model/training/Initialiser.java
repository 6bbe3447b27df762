package io.fathom.model.training;

import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.Readout;
import io.fathom.model.nn.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * First weights of a network, drawn in Java so that the same seed gives the same weights on every machine.
 *
 * <p>Matrices N(0, 1/in); the two that write to the residual stream are divided by sqrt(2 · executed layers), so that its
 * variance does not grow with the cycles (GPT-2's scaling, counted over executed layers); embeddings N(0, 0.1²), of language
 * models, where they are also the read-out, N(0, 0.02²); zero keys, and the
 * values of the control that has some, N(0, 0.02²) (papers.md 1.2); slots: keys N(0, 0.02²),
 * values N(0, (2 / (layers sqrt(d)))²) (papers.md 3.2); norms 1, biases 0, but a router's last one −1 (papers.md 2.2).
 */
public final class Initialiser {
    /** Routers begin with p = sigmoid(-1) = 0.27 (papers.md 2.2). */
    private static final double ROUTER_BIAS = -1;

    private Initialiser() {}

    /** Weights in a new child of {@code parent}, owned by the result. */
    public static Weights initialise(Architecture architecture, NDManager parent, long seed) {
        return Trainer.weightsOf(architecture, parent, values(architecture, seed));
    }

    /** The same in Java memory, by name. */
    static Map<String, float[]> values(Architecture architecture, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> values = new LinkedHashMap<>();
        architecture
                .parameterShapes()
                .forEach((name, shape) -> values.put(name, values(name, shape, architecture, random)));
        return values;
    }

    private static float[] values(String name, long[] shape, Architecture architecture, SplittableRandom random) {
        int size = 1;
        for (long s : shape) {
            size = Math.toIntExact(size * s);
        }
        float[] values = new float[size];
        double deviation = deviation(name, shape, architecture);
        for (int i = 0; i < size; i++) {
            values[i] = (float) (deviation == 0 ? constant(name) : deviation * random.nextGaussian());
        }
        return values;
    }

    private static double constant(String name) {
        if (AdamW.isNorm(name) && name.endsWith(".weight")) {
            return 1;
        }
        return name.endsWith(".router.out.bias") ? ROUTER_BIAS : 0;
    }

    /** Of the first values of a parameter; 0 for those that begin as a constant. */
    static double deviation(String name, long[] shape, Architecture architecture) {
        if (AdamW.isNorm(name)) {
            return 0;
        }
        if (name.startsWith("embed.") && !name.startsWith("embed.project.")) {
            return architecture.readout() instanceof Readout.NextToken ? 0.02 : 0.1;
        }
        if (name.startsWith("zero.")) {
            return 0.02;
        }
        if (shape.length == 1) {
            return 0;
        }
        if (name.endsWith(".keys")) {
            return 0.02;
        }
        int executed = architecture.stack().executedLayers();
        if (name.endsWith(".values")) {
            return 2 / (executed * Math.sqrt(architecture.dim()));
        }
        double matrix = 1 / Math.sqrt((double) shape[1]);
        boolean toResidual = name.endsWith(".out.weight") && !name.contains(".router.");
        return toResidual ? matrix / Math.sqrt(2.0 * executed) : matrix;
    }
}
