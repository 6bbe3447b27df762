package io.fathom.model.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.nn.LayerStack;
import io.fathom.model.nn.ZeroToken;
import io.fathom.model.training.ExitTraining;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanguageExperimentTest {
    private static final ExperimentText TEXT = ExperimentText.of("abc", "abcabcabd".repeat(300));
    private static final LanguageNetwork NETWORK = LanguageNetwork.dense(16, 16, 2, LayerStack.headTail(1, 2));
    private static final Schedule SCHEDULE = Schedule.cosine(60, 8, 0.01);

    private static double loss(Outcome outcome, String setting) {
        return measurement(outcome, setting).loss();
    }

    private static Measurement measurement(Outcome outcome, String setting) {
        return outcome.measurements().stream()
                .filter(m -> m.setting().equals(setting))
                .findFirst()
                .orElseThrow(() -> new AssertionError(setting + " in " + outcome.measurements()));
    }

    @Test
    void learnsAndTellsEveryExit() {
        Outcome outcome =
                LanguageExperiment.of(NETWORK.with(ZeroToken.LAYER), SCHEDULE).run(1, TEXT, Watch.NONE);
        Measurement full = measurement(outcome, Measurement.FINAL);
        assertThat(full.loss()).isLessThan(0.6).isLessThan(loss(outcome, "step-12") - 0.1);
        assertThat(full.accuracy()).isGreaterThan(0.7);
        assertThat(full.layers()).isEqualTo(4);
        assertThat(loss(outcome, "cycles-2")).isEqualTo(full.loss());
        assertThat(measurement(outcome, "cycles-1").layers()).isEqualTo(3);
        assertThat(loss(outcome, "zero-q000")).isEqualTo(loss(outcome, "cycles-1"));
        assertThat(loss(outcome, "zero-q100")).isEqualTo(full.loss());
        Measurement half = measurement(outcome, "zero-q050");
        assertThat(half.layers()).isStrictlyBetween(3.0, 4.0);
        assertThat(measurement(outcome, "zero-random-q050").layers()).isCloseTo(half.layers(), within(1e-9));
        assertThat(outcome.steps()).isEqualTo(60);
        assertThat(outcome.tokensPerSecond()).isPositive();
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        LanguageExperiment experiment =
                LanguageExperiment.of(NETWORK, Schedule.cosine(5, 4, 0.01)).learningFrom(ExitTraining.RANDOM);
        List<Measurement> once = experiment.run(3, TEXT, Watch.NONE).measurements();
        assertThat(experiment.run(3, TEXT, Watch.NONE).measurements()).isEqualTo(once);
        assertThat(experiment.run(4, TEXT, Watch.NONE).measurements()).isNotEqualTo(once);
    }

    @Test
    void charactersLeaveOnTheirOwnInTheEarlyExitBaseline() {
        LanguageNetwork separate = LanguageNetwork.dense(16, 16, 2, new LayerStack(false, 1, false, 3, false));
        Outcome outcome = LanguageExperiment.of(separate, Schedule.cosine(20, 4, 0.01))
                .learningFrom(ExitTraining.ALL)
                .leavingByCharacter(1)
                .run(1, TEXT, Watch.NONE);
        assertThat(measurement(outcome, "confidence-q000").layers()).isEqualTo(2); // the first exit is not allowed
        assertThat(measurement(outcome, "confidence-q100").layers()).isEqualTo(3);
        assertThat(measurement(outcome, "cycles-1").layers()).isEqualTo(1);
    }

    @Test
    void stopsWhenAskedTo() {
        List<Double> losses = new ArrayList<>();
        LanguageExperiment experiment = LanguageExperiment.of(NETWORK, SCHEDULE);
        assertThatThrownBy(() -> experiment.run(1, TEXT, (work, loss) -> {
                    losses.add(loss);
                    return losses.size() < 3;
                }))
                .isInstanceOf(StoppedException.class);
        assertThat(losses).hasSize(3);
    }

    @Test
    void theRecipeTellsMethodsApart() {
        assertThat(LanguageExperiment.of(NETWORK, SCHEDULE).recipe())
                .isEqualTo(LanguageExperiment.of(NETWORK, SCHEDULE).recipe())
                .isNotEqualTo(LanguageExperiment.of(NETWORK.with(ZeroToken.ATTENTION), SCHEDULE)
                        .recipe())
                .isNotEqualTo(
                        LanguageExperiment.of(NETWORK, SCHEDULE.withSteps(61)).recipe());
    }
}
