package io.fathom.model.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExitProbeTest {
    private static final ExitFeatures FEATURES = new ExitFeatures(new float[] {0.25f, 0.5f}, 0.8f);

    @Test
    void readsWhatItsInputsName() {
        assertThat(FEATURES.of(ProbeInputs.BOTH))
                .containsExactly(new double[] {0.25, -Math.log(3), 0.5, 0, 0.8, Math.log(4)}, within(1e-6));
        assertThat(FEATURES.of(ProbeInputs.ZERO_ATTENTION))
                .containsExactly(new double[] {0.25, -Math.log(3), 0.5, 0}, within(1e-6));
        assertThat(FEATURES.of(ProbeInputs.CONFIDENCE)).containsExactly(new double[] {0.8, Math.log(4)}, within(1e-6));
    }

    @Test
    void certaintyIsALargeNumberAndNotInfinity() {
        for (float confidence : new float[] {0, 1, Math.nextDown(1f)}) {
            assertThat(new ExitFeatures(new float[0], confidence).of(ProbeInputs.CONFIDENCE)[1])
                    .isBetween(-12.0, 17.0);
        }
        assertThat(new ExitFeatures(new float[0], 1f).of(ProbeInputs.CONFIDENCE)[1])
                .isEqualTo(12);
    }

    @Test
    void eachCycleHasItsOwnRegressionAndTheLastIsSettled() {
        ExitProbe probe = new ExitProbe(
                ProbeInputs.ZERO_ATTENTION,
                List.of(
                        new LogisticModel(1, List.of(2f, 0f, -4f, 1f)),
                        new LogisticModel(-3, List.of(0f, 0f, 0f, 0f))));
        assertThat((double) probe.settled(1, FEATURES)).isCloseTo(1 / (1 + Math.exp(0.5)), within(1e-6)); // 1 + 0.5 - 2
        assertThat((double) probe.settled(2, FEATURES)).isCloseTo(1 / (1 + Math.exp(3)), within(1e-6));
        assertThat(probe.settled(3, FEATURES)).isEqualTo(1);
    }

    @Test
    void mustFitTheModel() {
        ExitProbe probe = new ExitProbe(ProbeInputs.CONFIDENCE, List.of(new LogisticModel(0, List.of(1f, 1f))));
        probe.requireFits(2, 8);
        assertThatThrownBy(() -> probe.requireFits(3, 8))
                .hasMessage("the confidence-probe must have 2 regressions (one per cycle but the last), but has 1");
        assertThatThrownBy(() -> new ExitProbe(ProbeInputs.BOTH, probe.cycles()).requireFits(2, 8))
                .hasMessage("each regression of the probe must have 18 weights (signals of the architecture), but one"
                        + " has 2");
        assertThatThrownBy(() -> new LogisticModel(Float.NaN, List.of()))
                .hasMessage("weights of a probe must be finite, but one was NaN");
        assertThatThrownBy(() -> ExitProbe.among(List.of(probe), ProbeInputs.BOTH))
                .hasMessage("the policy 'probe' needs a probe that is fitted to the model, but the bundle has none: fit"
                        + " one with 'fathom calibrate', or choose another policy");
        assertThat(ExitProbe.among(List.of(probe), ProbeInputs.CONFIDENCE)).isEqualTo(probe);
    }

    @Test
    void featuresCannotBeChangedBehindTheirBack() {
        float[] heads = {0.25f, 0.5f};
        ExitFeatures features = new ExitFeatures(heads, 0.8f);
        heads[0] = 9;
        assertThat(features).isEqualTo(FEATURES).hasSameHashCodeAs(FEATURES);
    }

    /** Shares are added up in floats: one of 1.0000001 made a logit, and then a threshold, that is no number. */
    @Test
    void sharesALittleBeyondTheirEndsReadAsTheEnds() {
        double[] ends = new ExitFeatures(new float[] {0, 1}, 1).of(ProbeInputs.BOTH);
        double[] beyond = new ExitFeatures(new float[] {-1e-7f, 1.0000001f}, 1.0000001f).of(ProbeInputs.BOTH);
        for (int i = 0; i < ends.length; i++) {
            assertThat(beyond[i]).as("value %d", i).isCloseTo(ends[i], within(1e-6));
        }
    }
}
