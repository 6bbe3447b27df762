package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRecipeTest {

    /** NaN is neither below 0 nor above, and would turn every weight into NaN. */
    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesFactorsThatWouldPoisonTheWeights(double value) {
        assertThatThrownBy(() -> new TrainingRecipe(10, 16, 5e-3, 0.1, value, 1, 0.98, 0.1, 0.9, 10, 3, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weightDecay must be at least 0 and finite, but was " + value);
        assertThatThrownBy(() -> new ClassifierRecipe(0, 0.1, 0.05, value, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("consistency must be at least 0 and finite, but was " + value);
    }
}
