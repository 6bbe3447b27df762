package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.fathom.model.nn.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdamWTest {

    /** Three steps against the formula of the Javadoc in plain Java, for a decayed matrix and a bias that is not. */
    @Test
    void followsTheFormula() {
        double rate = 0.01;
        double beta2 = 0.98;
        double decay = 0.1;
        double scale = 0.5;
        try (NDManager manager = NDManager.newBaseManager();
                Weights weights = Initialiser.initialise(TinyTask.ARCHITECTURE, manager, 1)) {
            AdamW optimiser = new AdamW(weights, manager, beta2, decay);
            for (String name : new String[] {"classifier.weight", "classifier.bias", "norm.weight", "zero.key"}) {
                NDArray w = weights.get(name);
                float[] expected = w.toFloatArray();
                double[] m = new double[expected.length];
                double[] v = new double[expected.length];
                SplittableRandom random = new SplittableRandom(7);
                w.setRequiresGradient(true);
                for (int t = 1; t <= 3; t++) {
                    float[] g = new float[expected.length];
                    for (int i = 0; i < g.length; i++) {
                        g[i] = (float) random.nextGaussian();
                        double scaled = g[i] * scale;
                        m[i] = 0.9 * m[i] + 0.1 * scaled;
                        v[i] = beta2 * v[i] + (1 - beta2) * scaled * scaled;
                        double decayed = expected[i] * (1 - (name.equals("classifier.weight") ? rate * decay : 0));
                        expected[i] = (float) (decayed
                                - rate
                                        * Math.sqrt(1 - Math.pow(beta2, t))
                                        / (1 - Math.pow(0.9, t))
                                        * m[i]
                                        / (Math.sqrt(v[i]) + 1e-8));
                    }
                    Map<String, NDArray> gradients = new LinkedHashMap<>();
                    gradients.put(name, manager.create(g, w.getShape()));
                    optimiser.step(gradients, rate, scale, t);
                }
                assertThat(w.toFloatArray()).as(name).containsExactly(expected, within(1e-5f));
            }
        }
    }

    @Test
    void decaysMatricesOnly() {
        assertThat(AdamW.decays("head.attention.qkv.weight")).isTrue();
        assertThat(AdamW.decays("classifier.weight")).isTrue();
        assertThat(AdamW.decays("head.attention.qkv.bias")).isFalse();
        assertThat(AdamW.decays("head.attention.norm.weight")).isFalse();
        assertThat(AdamW.decays("norm.weight")).isFalse();
        assertThat(AdamW.decays("embed.token")).isFalse();
        assertThat(AdamW.decays("zero.key")).isFalse();
        assertThat(AdamW.decays("embed.norm.weight")).isFalse();
        assertThat(AdamW.decays("embed.project.weight")).isTrue();
        assertThat(AdamW.decays("classifier.3.weight")).isTrue();
        assertThat(AdamW.decays("classifier.3.bias")).isFalse();
        assertThat(AdamW.decays("pooler.weight")).isTrue();
    }
}
