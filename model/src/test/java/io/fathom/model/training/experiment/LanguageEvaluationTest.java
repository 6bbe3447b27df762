package io.fathom.model.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.RowStates;
import io.fathom.model.nn.ZeroToken;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LanguageEvaluationTest {
    private static final int VOCABULARY = 7;
    private static final LanguageNetwork PLAN =
            LanguageNetwork.dense(8, 16, 2, LayerStack.headTail(1, 2)).with(ZeroToken.LAYER);

    /** Longer than one batch of windows, and no multiple of the window. */
    private static final int[] TEXT =
            new SplittableRandom(3).ints(8 * 70 + 5, 0, VOCABULARY).toArray();

    @Test
    void predictsEveryCharacterButTheFirstOnceAndAsTheNetworkDoes() {
        try (Learner learner = Learner.fresh(PLAN.architecture(VOCABULARY), 1)) {
            learner.look((network, manager) -> {
                LanguageEvaluation all = LanguageEvaluation.of(network, manager, TEXT, PLAN);
                assertThat(Arrays.stream(all.lengths()).sum()).isEqualTo(TEXT.length - 1);
                for (int window : new int[] {0, 63, 64, 70}) {
                    int from = 8 * window;
                    int[] row = Arrays.copyOfRange(TEXT, from, Math.min(from + 9, TEXT.length));
                    RowStates states = network.begin(manager, new int[][] {row});
                    for (int c = 0; c < 2; c++) {
                        states = network.cycle(manager, states, new int[] {c}).states();
                        float[] surprise =
                                network.answer(manager, states, new int[] {c}).toFloatArray();
                        for (int t = 1; t < row.length; t++) {
                            assertThat((double) all.surprise()[c][from + t - 1])
                                    .as("window %d, cycle %d, character %d", window, c, t)
                                    .isCloseTo(surprise[t], within(1e-5));
                        }
                    }
                }
                return all;
            });
        }
    }

    @Test
    void tablesByWindowAndByCharacterHaveTheSameMeans() {
        try (Learner learner = Learner.fresh(PLAN.architecture(VOCABULARY), 1)) {
            LanguageEvaluation all =
                    learner.look((network, manager) -> LanguageEvaluation.of(network, manager, TEXT, PLAN));
            Measurement byWindow = all.byWindow().fixed("full", 1);
            Measurement byCharacter = all.byCharacter().fixed("full", 1);
            assertThat(byWindow.loss()).isCloseTo(byCharacter.loss(), within(1e-9));
            assertThat(byWindow.accuracy()).isCloseTo(byCharacter.accuracy(), within(1e-9));
            assertThat(all.finalLoss(Integer.MAX_VALUE)).isCloseTo(byWindow.loss(), within(1e-6));
            assertThat(byWindow.layers()).isEqualTo(4);
            assertThat(all.openShare()).isEqualTo(1);
        }
    }

    /** One key for all cycles is one number in place of another, not another network. */
    @Test
    void withOneKeyEveryCycleIsTheFirst() {
        assertThat(PLAN.cycle(1)).containsExactly(1);
        assertThat(PLAN.withOneKey().cycle(1)).containsExactly(0);
    }
}
