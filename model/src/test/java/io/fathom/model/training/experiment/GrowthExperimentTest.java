package io.fathom.model.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.Projections.Slots;
import org.junit.jupiter.api.Test;

class GrowthExperimentTest {
    private static final ExperimentText TEXT = ExperimentText.of("abc", "abcabcabd".repeat(300));

    private static Measurement measurement(Outcome outcome, String setting) {
        return outcome.measurements().stream()
                .filter(m -> m.setting().equals(setting))
                .findFirst()
                .orElseThrow(() -> new AssertionError(setting + " in " + outcome.measurements()));
    }

    @Test
    void growsTrainsOnAndComparesWithScratch() {
        LanguageNetwork small =
                LanguageNetwork.dense(16, 16, 2, LayerStack.plain(2, 1)).with(Slots.of(8));
        Outcome outcome = new GrowthExperiment(small, 16, Schedule.cosine(60, 8, 0.01), Schedule.cosine(10, 8, 0.01))
                .run(1, TEXT, Watch.NONE);
        assertThat(measurement(outcome, "grow-difference").value()).isLessThan(1e-5);
        assertThat(measurement(outcome, "recompute-difference").value()).isGreaterThan(1e-2);
        assertThat(measurement(outcome, "new-keys").value()).isGreaterThan(1e-6);
        assertThat(measurement(outcome, "dead-keys").value()).isZero();
        assertThat(measurement(outcome, "grown").loss())
                .isLessThan(measurement(outcome, "scratch-short").loss());
        assertThat(measurement(outcome, "scratch-full").loss()).isPositive();
        assertThat(outcome.parameters())
                .isEqualTo(small.with(new Slots(16, 64, 8, 32, Slots.of(8).normaliser()))
                        .architecture(TEXT.vocabulary())
                        .parameterCount());
    }

    @Test
    void timesFewAndManySlots() {
        Outcome outcome = new SlotTimingExperiment(16, 2, 1, 8, 4, 8, 32, 3).run(1, TEXT, Watch.NONE);
        assertThat(outcome.measurements())
                .extracting(Measurement::setting)
                .containsExactly("few-short", "few-long", "many-short", "many-long");
        assertThat(outcome.measurements()).allSatisfy(m -> assertThat(m.value()).isPositive());
    }
}
