package io.fathom.model.engine;

import static io.fathom.model.engine.RandomModel.NO_NGRAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.engine.Answer.Classification;
import io.fathom.model.engine.ScoringResult.LabelScore;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelRuleTest {
    private static final List<String> LABELS = List.of("oos", "pay", "book");

    @Test
    void probabilitiesAreSoftmaxOfTheLogitsOverTheCyclesTemperature() {
        LabelRule rule = new LabelRule(LABELS, new LabelCalibration(List.of(1f, 2f), "", List.of()), 3);
        float[] values = {9, 1, 2, 3}; // the logits begin at 1
        assertThat(rule.read(values, 1, 0, NO_NGRAMS, 1)).containsExactly(new float[] {0.0900f, 0.2447f, 0.6652f}, EPS);
        assertThat(rule.read(values, 1, 0, NO_NGRAMS, 2)).containsExactly(new float[] {0.1863f, 0.3072f, 0.5065f}, EPS);
    }

    private static final org.assertj.core.data.Offset<Float> EPS = within(1e-4f);

    @Test
    void largeLogitsDoNotOverflow() {
        LabelRule rule = new LabelRule(LABELS, LabelCalibration.none(1), 3);
        assertThat(rule.read(new float[] {1e30f, 0, -1e30f}, 0, 0, NO_NGRAMS, 1))
                .containsExactly(1f, 0f, 0f);
    }

    @Test
    void logitsThatAreNotFiniteAreRefused() {
        LabelRule rule = new LabelRule(LABELS, LabelCalibration.none(1), 3);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> rule.read(new float[] {0, bad, 0}, 0, 0, NO_NGRAMS, 1))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessageContaining("logits must be finite");
        }
    }

    @Test
    void theLabelIsTheBestInScopeOneAndTheThresholdOfTheCycleRejects() {
        LabelRule rule = new LabelRule(LABELS, new LabelCalibration(List.of(1f, 1f), "oos", List.of(0.2f, 0.3f)), 3);
        float[] p = {0.6f, 0.15f, 0.25f};
        assertThat(rule.confidence(p)).isEqualTo(0.25f);
        assertThat(rule.classification(p, 1))
                .isEqualTo(new Classification(
                        "book",
                        0.25f,
                        false,
                        List.of(
                                new LabelScore("oos", 0.6f),
                                new LabelScore("book", 0.25f),
                                new LabelScore("pay", 0.15f))));
        assertThat(rule.classification(p, 2).outOfScope()).isTrue();
    }

    @Test
    void withoutCalibrationNothingIsOutOfScope() {
        LabelRule rule = new LabelRule(LABELS, LabelCalibration.none(1), 1);
        assertThat(rule.classification(new float[] {0.4f, 0.3f, 0.3f}, 1))
                .isEqualTo(new Classification("oos", 0.4f, false, List.of(new LabelScore("oos", 0.4f))));
    }

    @Test
    void theLabelIsAmongTheAlternativesEvenIfTheyAreFew() {
        LabelRule rule = new LabelRule(LABELS, new LabelCalibration(List.of(1f), "oos", List.of(0.2f)), 1);
        assertThat(rule.classification(new float[] {0.8f, 0.05f, 0.15f}, 1).alternatives())
                .containsExactly(new LabelScore("book", 0.15f));
    }

    @Test
    void alternativesAreTheMostProbableInOrder() {
        LabelRule rule = new LabelRule(List.of("a", "b", "c", "d", "e"), LabelCalibration.none(1), 3);
        assertThat(rule.classification(new float[] {0.1f, 0.3f, 0.05f, 0.35f, 0.2f}, 1)
                        .alternatives())
                .extracting(LabelScore::label)
                .containsExactly("d", "b", "e");
    }
}
