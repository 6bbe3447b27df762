package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurpriseCalibratorTest {
    private static final double[] SCORES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};

    @ParameterizedTest
    @CsvSource({"0,0", "0.1,1", "0.25,2", "0.3,3", "0.999,9"})
    void noMoreThanTheShareIsAbove(double falseAlarms, int above) {
        float threshold = SurpriseCalibrator.threshold(SCORES, falseAlarms);
        int found = 0;
        for (double score : SCORES) {
            found += score > threshold ? 1 : 0;
        }
        assertThat(found).isEqualTo(above);
    }

    /** Texts that are the same have the same score. */
    @Test
    void equalScoresAreOnOneSide() {
        assertThat(SurpriseCalibrator.threshold(new double[] {1, 2, 2, 2, 3}, 0.4))
                .isEqualTo(2.5f);
    }
}
