package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.NetworkKind;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A language model does not see what it predicts (papers.md 1.7, with the zero token where there is one). Logits are
 * compared, not surprises: the last logits that must stay are those of the changed token itself, whose surprise changes
 * anyway, so a mask that is open by one key in the last layer would not show in surprises.
 */
class CausalLeakTest {
    private static final int VOCABULARY = 20;
    private static final int TOKENS = 10;

    @ParameterizedTest
    @EnumSource(NetworkKind.class)
    void changingATokenLeavesAllLogitsBeforeItAlone(NetworkKind kind) {
        Architecture architecture = kind.architecture(
                new TokenInput(VOCABULARY, TOKENS, 1),
                16,
                2,
                Math.max(3, kind.fewestLayers()),
                kind.cycles() ? 3 : 1,
                new Readout.NextToken());
        int[] ids = RandomNetworks.ids(TOKENS, architecture, new SplittableRandom(1));
        try (Weights weights = RandomNetworks.weights(architecture, RandomNetworks.values(architecture, 2))) {
            for (CycledTransformer network : new CycledTransformer[] {
                new CycledTransformer(weights, Dropout.OFF), CycledTransformer.forInference(weights)
            }) {
                float[][] before = logits(network, weights.manager(), ids);
                for (int changed = 1; changed < TOKENS; changed++) {
                    int[] other = ids.clone();
                    other[changed] = (other[changed] + 7) % VOCABULARY;
                    float[][] after = logits(network, weights.manager(), other);
                    for (int t = 0; t < changed; t++) {
                        assertThat(after[t])
                                .as("%s, token %d changed, logits after token %d", kind, changed, t)
                                .containsExactly(before[t], within(1e-5f));
                    }
                    assertThat(after[changed]).isNotEqualTo(before[changed]);
                }
            }
        }
    }

    /** At full depth, of the token that comes after each: [tokens][vocabulary]. */
    private static float[][] logits(CycledTransformer network, NDManager parent, int[] ids) {
        try (NDManager manager = parent.newSubManager()) {
            RowStates states = network.begin(manager, new int[][] {ids});
            int cycles = network.architecture().maxCycles();
            for (int c = 0; c < cycles; c++) {
                states = network.cycle(manager, states, new int[] {c}).states();
            }
            float[] all =
                    network.logits(manager, states, new int[] {cycles - 1}).toFloatArray(); // [1, tokens, vocabulary]
            float[][] rows = new float[ids.length][];
            for (int t = 0; t < rows.length; t++) {
                rows[t] = Arrays.copyOfRange(all, t * VOCABULARY, (t + 1) * VOCABULARY);
            }
            return rows;
        }
    }
}
