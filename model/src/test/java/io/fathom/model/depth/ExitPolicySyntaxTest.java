package io.fathom.model.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitPolicySyntaxTest {

    @Test
    void everyPolicyHasAName() {
        assertThat(ExitPolicySyntax.parse("fixed:3")).isEqualTo(new ExitPolicy.Fixed(3));
        assertThat(ExitPolicySyntax.parse("patience:2")).isEqualTo(new ExitPolicy.Patience(2));
        assertThat(ExitPolicySyntax.parse("zero-attention:0.4")).isEqualTo(new ExitPolicy.ZeroAttention(0.4f, 0));
        assertThat(ExitPolicySyntax.parse("corrected-zero-attention:0.4"))
                .isEqualTo(new ExitPolicy.CorrectedZeroAttention(0.4f, 0));
        assertThat(ExitPolicySyntax.parse("confidence:0.9:2")).isEqualTo(new ExitPolicy.Confidence(0.9f, 2));
        assertThat(ExitPolicySyntax.parse("entropy:0.1")).isEqualTo(new ExitPolicy.Entropy(0.1f, 0));
        assertThat(ExitPolicySyntax.parse("probe:0.95")).isEqualTo(new ExitPolicy.Probe(ProbeInputs.BOTH, 0.95f, 0));
        assertThat(ExitPolicySyntax.parse("zero-probe:0.95:3"))
                .isEqualTo(new ExitPolicy.Probe(ProbeInputs.ZERO_ATTENTION, 0.95f, 3));
        assertThat(ExitPolicySyntax.parse("confidence-probe:0.95"))
                .isEqualTo(new ExitPolicy.Probe(ProbeInputs.CONFIDENCE, 0.95f, 0));
        assertThat(ExitPolicySyntax.parse("point:3")).isEqualTo(new ExitPolicy.Point(3));
        assertThat(ExitPolicySyntax.parse("thresholds:zero-probe:1:0.5,never"))
                .isEqualTo(new ExitPolicy.Thresholds(ExitScore.ZERO_PROBE, 1, List.of(0.5f, Float.POSITIVE_INFINITY)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatIsWrittenIsReadBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            float threshold = (float) random.nextDouble();
            int cycles = random.nextInt(1, 9);
            int least = random.nextInt(0, 9);
            List<ExitPolicy> policies = List.of(
                    new ExitPolicy.Fixed(cycles),
                    new ExitPolicy.Patience(cycles),
                    new ExitPolicy.Point(cycles),
                    new ExitPolicy.Thresholds(ExitScore.PROBE, 0, List.of()),
                    new ExitPolicy.Thresholds(
                            ExitScore.CERTAINTY, 1, List.of(threshold, Float.POSITIVE_INFINITY, 0f, threshold / 2)),
                    new ExitPolicy.ZeroAttention(threshold, least),
                    new ExitPolicy.CorrectedZeroAttention(threshold, least),
                    new ExitPolicy.Confidence(threshold, least),
                    new ExitPolicy.Entropy(threshold, least),
                    new ExitPolicy.Probe(ProbeInputs.BOTH, threshold, least),
                    new ExitPolicy.Probe(ProbeInputs.CONFIDENCE, threshold, least));
            for (ExitPolicy policy : policies) {
                assertThat(ExitPolicySyntax.parse(ExitPolicySyntax.format(policy)))
                        .as("seed %d, %s", seed, policy)
                        .isEqualTo(policy);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "probe",
                "probe:",
                "probe:high",
                "fixed:1.5",
                "fixed:1:1",
                "oracle:0.5",
                "probe:0.5:1:1",
                "point:first",
                "thresholds:probe:x",
                "thresholds:probe:0.5"
            })
    void whatIsNoPolicyIsToldTheForms(String text) {
        assertThatThrownBy(() -> ExitPolicySyntax.parse(text))
                .hasMessageStartingWith(
                        "must be fixed:CYCLES, patience:CYCLES, point:NUMBER (of the bundle's frontier, 0 being the"
                                + " cheapest), or one of zero-attention,")
                .hasMessageEndingWith("(such as confidence:0.9), but was '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "fixed:-1, cycles of the fixed policy must be at least 0",
        "patience:0, cycles of the patience policy must be at least 1",
        "entropy:1.5, threshold of the entropy policy must be between 0 and 1",
        "zero-probe:NaN, threshold of the zero-probe policy must be between 0 and 1",
        "probe:0.5:-1, minCycles must be at least 0",
        "point:-1, point of the frontier must be at least 0",
        "thresholds:probe:2:0.5, firstDepth must be 0",
        "thresholds:oracle:0:0.5, score must be one of [none",
    })
    void aNumberOutOfRangeIsNamed(String text, String rule) {
        assertThatThrownBy(() -> ExitPolicySyntax.parse(text))
                .hasMessageStartingWith("must be a policy that can be followed, but was '" + text + "' (" + rule);
    }
}
