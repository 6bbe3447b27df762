package io.fathom.model.engine;

import static io.fathom.model.engine.RandomModel.NO_NGRAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.bundle.SurpriseCalibration;
import io.fathom.model.engine.Answer.Piece;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurpriseRuleTest {
    private static final float LN2 = (float) Math.log(2);

    private final SurpriseRule rule = new SurpriseRule(new SurpriseCalibration(List.of(1f, 2f)));

    @Test
    void bitsAreSpreadOverTheCharactersThatWereRead() {
        float[] surprise = {0, 2 * LN2, 4 * LN2};
        Answer.Surprise answer = rule.surprise(surprise, "abcd and more", new int[] {0, 1, 4}, 1);
        assertThat(answer.bits()).isCloseTo(6, within(1e-6));
        assertThat(answer.characters()).isEqualTo(4);
        assertThat(answer.bitsPerCharacter()).isCloseTo(1.5, within(1e-6));
        assertThat(answer.pieces()).containsExactly(new Piece("a", 2), new Piece("bcd", 4));
    }

    @Test
    void theThresholdOfTheCycleDecides() {
        float[] surprise = {0, 2 * LN2, 4 * LN2};
        assertThat(rule.surprise(surprise, "abcd", new int[] {0, 1, 4}, 1).anomalous())
                .isTrue();
        assertThat(rule.surprise(surprise, "abcd", new int[] {0, 1, 4}, 2).anomalous())
                .isFalse();
    }

    /** A space that the tokenizer puts in front has no character; the letters of an emoji's four bytes are one. */
    @Test
    void tokensWithoutACharacterOfTheirOwnBelongToTheirNeighbours() {
        float[] surprise = {0, LN2, 2 * LN2, 3 * LN2, 4 * LN2, 5 * LN2, 6 * LN2};
        Answer.Surprise answer = rule.surprise(surprise, "\uD83D\uDE42!", new int[] {0, 0, 2, 2, 2, 2, 3}, 1);
        assertThat(answer.pieces()).containsExactly(new Piece("\uD83D\uDE42", 15), new Piece("!", 6));
        assertThat(answer.characters()).isEqualTo(2);
    }

    @Test
    void theEmptyTextIsNoAnomaly() {
        Answer.Surprise answer = rule.surprise(new float[] {0}, "", new int[] {0}, 1);
        assertThat(answer.bitsPerCharacter()).isZero();
        assertThat(answer.anomalous()).isFalse();
        assertThat(answer.pieces()).isEmpty();
        assertThat(rule.confidence(new float[] {0})).isEqualTo(1);
    }

    @Test
    void theConfidenceIsTheGeometricMeanOfTheProbabilities() {
        assertThat(rule.confidence(new float[] {0, LN2, 3 * LN2})).isCloseTo(0.25f, within(1e-6f));
    }

    @Test
    void onlyTheRecordsOwnTokensAreRead() {
        float[] values = {9, 0, 1, 2, 9, 9};
        assertThat(rule.read(values, 1, 3, NO_NGRAMS, 1)).containsExactly(0, 1, 2);
    }

    @Test
    void surprisesThatAreNotFiniteAreRefused() {
        assertThatThrownBy(() -> rule.read(new float[] {0, Float.NaN}, 0, 2, NO_NGRAMS, 1))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("surprise of a token must be finite, but was NaN at token 1");
    }
}
