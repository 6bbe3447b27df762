package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {
    private final LearningRate rate = new LearningRate(1e-3, 10, 110);

    @Test
    void risesLinearlyThenFallsToTwoPercent() {
        assertThat(rate.at(0)).isCloseTo(1e-4, within(1e-12));
        assertThat(rate.at(9)).isCloseTo(1e-3, within(1e-12));
        assertThat(rate.at(10)).isCloseTo(1e-3, within(1e-12));
        assertThat(rate.at(60)).isCloseTo(0.51e-3, within(1e-9));
        assertThat(rate.at(110)).isCloseTo(2e-5, within(1e-9));
        for (int s = 11; s <= 110; s++) {
            assertThat(rate.at(s)).isLessThan(rate.at(s - 1));
        }
    }

    @Test
    void withoutWarmUpItStartsAtThePeak() {
        assertThat(new LearningRate(1e-3, 0, 100).at(0)).isCloseTo(1e-3, within(1e-12));
    }
}
