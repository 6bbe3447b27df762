package io.fathom.model.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExitPolicyTest {

    @Test
    void fixedStopsAtItsCyclesAndReadsNothing() {
        ExitPolicy policy = new ExitPolicy.Fixed(2);
        assertThat(policy.decide(new ExitSignal(1, 1, 1))).isEmpty();
        assertThat(policy.decide(new ExitSignal(2, 0, Float.NaN))).contains(ExitReason.CYCLE_LIMIT);
        assertThat(policy.needsConfidence()).isFalse();
    }

    @Test
    void zeroAttentionStopsAboveItsThresholdOnly() {
        ExitPolicy policy = new ExitPolicy.ZeroAttention(0.5f, 2);
        assertThat(policy.decide(new ExitSignal(1, 0.9f, Float.NaN))).isEmpty();
        assertThat(policy.decide(new ExitSignal(2, 0.5f, Float.NaN))).isEmpty();
        assertThat(policy.decide(new ExitSignal(2, 0.51f, Float.NaN))).contains(ExitReason.ZERO_ATTENTION);
        assertThat(policy.needsConfidence()).isFalse();
    }

    @Test
    void confidenceStopsFromItsThresholdOnAndNeverWithoutAnAnswer() {
        ExitPolicy policy = new ExitPolicy.Confidence(0.9f, 1);
        assertThat(policy.decide(new ExitSignal(1, 0, 0.89f))).isEmpty();
        assertThat(policy.decide(new ExitSignal(1, 0, 0.9f))).contains(ExitReason.CONFIDENCE);
        assertThat(policy.decide(new ExitSignal(1, 0, Float.NaN))).isEmpty();
        assertThat(policy.needsConfidence()).isTrue();
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new ExitPolicy.Fixed(0))
                .hasMessage("cycles of the fixed policy must be at least 1, but was 0");
        assertThatThrownBy(() -> new ExitPolicy.Confidence(1.5f, 1))
                .hasMessage("threshold of the confidence policy must be between 0 and 1, but was 1.5");
        assertThatThrownBy(() -> new ExitPolicy.ZeroAttention(Float.NaN, 1))
                .hasMessage("threshold of the zero-attention policy must be between 0 and 1, but was NaN");
        assertThatThrownBy(() -> new ExitPolicy.ZeroAttention(0.5f, 0))
                .hasMessage("minCycles must be at least 1, but was 0");
        assertThatThrownBy(() -> new ExitSignal(0, 0, 0)).hasMessage("cycle must be at least 1, but was 0");
    }
}
