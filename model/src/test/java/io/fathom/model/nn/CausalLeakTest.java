package io.fathom.model.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.fathom.model.bundle.NetworkKind;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A language model does not see what it predicts (papers.md 1.7, with the zero token where there is one). */
class CausalLeakTest {
    private static final int VOCABULARY = 20;
    private static final int TOKENS = 10;

    @ParameterizedTest
    @EnumSource(NetworkKind.class)
    void changingATokenLeavesAllAnswersBeforeItAlone(NetworkKind kind) {
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
                float[] before = surprise(network, weights.manager(), ids);
                for (int changed = 1; changed < TOKENS; changed++) {
                    int[] other = ids.clone();
                    other[changed] = (other[changed] + 7) % VOCABULARY;
                    float[] after = surprise(network, weights.manager(), other);
                    for (int t = 0; t < changed; t++) {
                        assertThat(after[t])
                                .as("%s, token %d changed, answer at %d", kind, changed, t)
                                .isCloseTo(before[t], within(1e-5f));
                    }
                    assertThat(after[changed]).isNotEqualTo(before[changed]);
                }
            }
        }
    }

    /** At full depth. */
    private static float[] surprise(CycledTransformer network, NDManager parent, int[] ids) {
        try (NDManager manager = parent.newSubManager()) {
            RowStates states = network.begin(manager, new int[][] {ids});
            int cycles = network.architecture().maxCycles();
            for (int c = 0; c < cycles; c++) {
                states = network.cycle(manager, states, new int[] {c}).states();
            }
            return network.answer(manager, states, new int[] {cycles - 1}).toFloatArray();
        }
    }
}
