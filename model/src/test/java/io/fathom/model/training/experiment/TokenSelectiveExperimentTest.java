package io.fathom.model.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.nn.LayerStack;
import org.junit.jupiter.api.Test;

class TokenSelectiveExperimentTest {
    private static final ExperimentText TEXT = ExperimentText.of("abc", "abcabcabd".repeat(300));
    private static final LanguageNetwork NETWORK = LanguageNetwork.dense(
                    16, 16, 2, new LayerStack(true, 2, false, 1, true))
            .withRouters();

    private static Measurement measurement(Outcome outcome, String setting) {
        return outcome.measurements().stream()
                .filter(m -> m.setting().equals(setting))
                .findFirst()
                .orElseThrow(() -> new AssertionError(setting + " in " + outcome.measurements()));
    }

    private static Outcome run(double price, double bias) {
        return new TokenSelectiveExperiment(
                        NETWORK, Schedule.cosine(40, 8, 0.01), price, bias, Schedule.cosine(5, 8, 0.01))
                .run(1, TEXT, Watch.NONE);
    }

    @Test
    void gatesBeginWhereTheBiasSaysAndAPriceClosesThem() {
        Outcome free = run(0, -1);
        Outcome dear = run(5, -1);
        assertThat(measurement(free, "init").value()).isCloseTo(0.73, within(0.1));
        assertThat(measurement(dear, "init").value())
                .isEqualTo(measurement(free, "init").value());
        assertThat(measurement(run(0, 0), "init").value()).isCloseTo(0.5, within(0.1));
        assertThat(measurement(dear, Measurement.FINAL).value())
                .isLessThan(measurement(free, Measurement.FINAL).value() - 0.2);
    }

    @Test
    void softGatesRunAllLayersAndHardOnesAreCountedAsTheyAre() {
        Outcome outcome = run(0, -1);
        assertThat(measurement(outcome, Measurement.FINAL).layers()).isEqualTo(3);
        Measurement hard = measurement(outcome, "hard");
        assertThat(hard.value()).isBetween(0.0, 1.0);
        assertThat(hard.layers()).isCloseTo(1 + 2 * (1 / 3.0 + 2 / 3.0 * hard.value()), within(1e-6));
        Measurement matched = measurement(outcome, "hard-matched");
        assertThat(matched.value())
                .isCloseTo(measurement(outcome, Measurement.FINAL).value(), within(0.25));
        assertThat(measurement(outcome, "hard-tuned").loss()).isFinite();
        assertThat(measurement(outcome, "time-hard-b16").value()).isPositive();
    }

    /** 82,565 on 4,782,336 (papers.md 2.2). */
    @Test
    void theOverheadIsThePapers() {
        assertThat(measurement(run(0, -1), "paper-overhead").value()).isCloseTo(82_565 / 4_782_336.0, within(1e-12));
    }
}
