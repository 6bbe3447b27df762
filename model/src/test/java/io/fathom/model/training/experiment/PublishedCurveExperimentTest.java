package io.fathom.model.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.LayerStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PublishedCurveExperimentTest {
    private static final ExperimentText TEXT = ExperimentText.of("abc", "abcabcabd".repeat(300));
    private static final LanguageNetwork NETWORK =
            LanguageNetwork.dense(16, 16, 2, new LayerStack(true, 2, false, 1, true));

    @Test
    void theRateIsTheAuthorsCosine() {
        PublishedCurveExperiment experiment = new PublishedCurveExperiment(NETWORK, 10, 5000, 4, 0);
        assertThat(experiment.rate(0)).isCloseTo(3e-4, within(1e-12));
        assertThat(experiment.rate(2500)).isCloseTo(1.65e-4, within(1e-12));
        assertThat(experiment.rate(5000)).isCloseTo(3e-5, within(1e-12));
    }

    @Test
    void firstWeightsAreAsNarrowAsTheAuthors() {
        Architecture architecture = NETWORK.withRouters().architecture(65);
        Map<String, float[]> values = PublishedCurveExperiment.firstWeights(architecture, 1);
        assertThat(deviation(values, "embed.token")).isCloseTo(0.02, within(0.002));
        assertThat(deviation(values, "head.attention.qkv.weight")).isCloseTo(0.144, within(0.015));
        assertThat(deviation(values, "head.feedForward.out.weight")).isCloseTo(0.02 / Math.sqrt(6), within(0.001));
        assertThat(values.get("middle.0.router.out.bias")).containsExactly(-1);
    }

    private static double deviation(Map<String, float[]> weights, String name) {
        float[] values = Objects.requireNonNull(weights.get(name), name);
        double squares = 0;
        for (float v : values) {
            squares += v * v;
        }
        return Math.sqrt(squares / values.length);
    }

    @Test
    void itLooksAtTheNinthTenthAndReportsItsWork() {
        List<Long> work = new ArrayList<>();
        PublishedCurveExperiment experiment = new PublishedCurveExperiment(NETWORK.withRouters(), 3, 5000, 4, 0.001);
        Outcome outcome = experiment.run(1, TEXT, (done, loss) -> work.add(done));
        assertThat(work.stream().mapToLong(Long::longValue).sum()).isEqualTo(experiment.work());
        assertThat(outcome.measurements()).singleElement().satisfies(m -> {
            assertThat(m.setting()).isEqualTo("step-3");
            assertThat(m.loss()).isBetween(0.5, 3.0);
            assertThat(m.value()).isBetween(0.5, 0.9);
        });
        ExperimentText parts = TEXT.split(0.8, 0.1);
        assertThat(parts.train()).hasSize(2160);
        assertThat(parts.validation()).hasSize(270);
        assertThat(parts.validation()[0]).isEqualTo(TEXT.train()[2160]);
    }
}
