package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * AdamW (Loshchilov and Hutter 2019) with two decay groups: matrices decay; embeddings, biases, norms and zero keys do not
 * (decay would pull a zero key to "softmax plus one", papers.md 1.2).
 *
 * <pre>
 *   w ← w − η λ w      m ← β1 m + (1−β1) g      v ← β2 v + (1−β2) g²
 *   w ← w − η · sqrt(1−β2^t) / (1−β1^t) · m / (sqrt(v) + ε)
 * </pre>
 *
 * The arithmetic of one array is one native call of DJL.
 */
public final class AdamW {
    private static final float BETA1 = 0.9f;
    private static final float EPSILON = 1e-8f;

    private final Weights weights;
    private final float beta2;
    private final float weightDecay;
    private final Map<String, NDArray> means = new LinkedHashMap<>();
    private final Map<String, NDArray> variances = new LinkedHashMap<>();

    /** The moments belong to {@code manager}. */
    public AdamW(Weights weights, NDManager manager, double beta2, double weightDecay) {
        this.weights = weights;
        this.beta2 = (float) beta2;
        this.weightDecay = (float) weightDecay;
        weights.all().forEach((name, w) -> {
            means.put(name, manager.zeros(w.getShape()));
            variances.put(name, manager.zeros(w.getShape()));
        });
    }

    /**
     * One step; the gradients are zero afterwards.
     *
     * @param gradients by weight name
     * @param gradientScale factor of all gradients, for clipping
     * @param update number of this update, counted from 1
     */
    void step(Map<String, NDArray> gradients, double rate, double gradientScale, int update) {
        float corrected = (float) (rate * Math.sqrt(1 - Math.pow(beta2, update)) / (1 - Math.pow(BETA1, update)));
        gradients.forEach((name, gradient) -> {
            NDArray weight = weights.get(name);
            NDList inputs = new NDList(weight, gradient, means.get(name), variances.get(name));
            weight.getNDArrayInternal()
                    .adamUpdate(
                            inputs,
                            new NDList(weight),
                            (float) rate,
                            corrected,
                            decays(name) ? weightDecay : 0,
                            (float) gradientScale,
                            -1, // no element-wise clipping
                            BETA1,
                            beta2,
                            EPSILON,
                            false,
                            true);
        });
    }

    /** First moments by weight name; live arrays, for checkpoints. */
    Map<String, NDArray> means() {
        return means;
    }

    /** Second moments by weight name; live arrays, for checkpoints. */
    Map<String, NDArray> variances() {
        return variances;
    }

    static boolean decays(String name) {
        boolean matrix = name.endsWith(".weight") || name.endsWith(".keys") || name.endsWith(".values");
        return matrix && !isNorm(name); // tables of embeddings are not called weights
    }

    /** Norms of layers and embeddings are called {@code ….norm}, those of the read-out {@code norm} or {@code norm.<cycle>}. */
    static boolean isNorm(String name) {
        return name.startsWith("norm.") || name.contains(".norm.");
    }
}
