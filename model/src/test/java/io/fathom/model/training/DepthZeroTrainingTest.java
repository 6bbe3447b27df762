package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.model.ngram.NgramModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class DepthZeroTrainingTest {
    private static final List<String> LABELS = List.of("blue", "green", "red");
    private static final List<LabelledText> TEXTS = List.of(
            new LabelledText("red", "a red car"),
            new LabelledText("red", "the red house"),
            new LabelledText("blue", "a blue car"),
            new LabelledText("blue", "the blue house"));

    @Test
    void answersInTheOrderOfTheClassifiersLabels() {
        NgramModel model = DepthZeroTraining.of(LABELS, TEXTS, List.of());
        float[] red = model.logProbabilities("something red");
        assertThat(red).hasSize(3);
        assertThat(red[2]).isGreaterThan(red[0]).isGreaterThan(red[1]);
    }

    /** A model that has seen what it is calibrated on would be believed too much. */
    @Test
    void heldOutTextsAreNotLearnt() {
        NgramModel with = DepthZeroTraining.of(LABELS, TEXTS, List.of());
        NgramModel without = DepthZeroTraining.of(LABELS, TEXTS, TEXTS.subList(0, 2));
        assertThat(without.write()).isNotEqualTo(with.write());
        assertThat(without.logProbabilities("the red house")[2]).isLessThan(with.logProbabilities("the red house")[2]);
        assertThatThrownBy(() -> DepthZeroTraining.of(LABELS, TEXTS, TEXTS))
                .isInstanceOf(DataSetException.class)
                .hasMessage("training texts of depth zero must be others than the held-out ones, but all 4 are among"
                        + " those; name the file that the bundle was trained on");
    }

    @Test
    void refusesLabelsThatTheClassifierDoesNotKnow() {
        List<LabelledText> other = List.of(new LabelledText("pink", "a pink car"));
        assertThatThrownBy(() -> DepthZeroTraining.of(LABELS, other, List.of()))
                .isInstanceOf(DataSetException.class)
                .hasMessage("label 'pink' must be one of the 3 labels of the bundle, but is not among them");
    }
}
