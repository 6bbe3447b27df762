package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NgramModelTest {
    private static final List<String> TEXTS = List.of(
            "play some jazz", "play a song", "wake me at six", "set an alarm", "put on music", "alarm for nine");
    private static final int[] LABELS = {0, 0, 1, 1, 0, 1};

    @Test
    void learnsItsTextsAndReadsUnseenOnesByTheirPieces() {
        NgramModel model = NgramModel.train(TEXTS, LABELS, 2, 12, 1);
        for (int i = 0; i < LABELS.length; i++) {
            assertThat(model.probabilities(TEXTS.get(i))[LABELS[i]]).isGreaterThan(0.9f);
        }
        assertThat(model.probabilities("ALARMS at seven")[1]).isGreaterThan(0.7f);
        assertThat(model.probabilities("playing songs")[0]).isGreaterThan(0.7f);
    }

    @Test
    void probabilitiesAddUpToOneForEveryText() {
        NgramModel model = NgramModel.train(TEXTS, LABELS, 2, 3, 1);
        for (String text : List.of("", " ", "日本 🎧", "x".repeat(5000), TEXTS.get(0))) {
            float[] p = model.probabilities(text);
            assertThat(p[0] + p[1]).isCloseTo(1, within(1e-5f));
        }
        assertThat(model.probabilities("日本")).containsExactly(new float[] {0.5f, 0.5f}, within(0.05f));
    }

    @Test
    void theSameSeedGivesTheSameModel() {
        float[] first = NgramModel.train(TEXTS, LABELS, 2, 5, 3).probabilities("play an alarm");
        assertThat(NgramModel.train(TEXTS, LABELS, 2, 5, 3).probabilities("play an alarm"))
                .containsExactly(first);
        assertThat(NgramModel.train(TEXTS, LABELS, 2, 5, 4).probabilities("play an alarm"))
                .isNotEqualTo(first);
    }
}
