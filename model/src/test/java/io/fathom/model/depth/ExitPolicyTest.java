package io.fathom.model.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExitPolicyTest {

    @Test
    void fixedStopsAtItsCyclesAndReadsNothing() {
        ExitPolicy policy = new ExitPolicy.Fixed(2);
        assertThat(policy.decide(new ExitSignal(1, 1, 1))).isEmpty();
        assertThat(policy.decide(new ExitSignal(2, 0, Float.NaN))).contains(ExitReason.CYCLE_LIMIT);
        assertThat(policy.needsAnswer()).isFalse();
    }

    @Test
    void correctedZeroAttentionReadsItsOwnSignal() {
        ExitPolicy policy = new ExitPolicy.CorrectedZeroAttention(0.5f, 2);
        assertThat(policy.decide(signal(1, 0.9f))).isEmpty();
        assertThat(policy.decide(signal(2, 0.5f))).isEmpty();
        assertThat(policy.decide(signal(2, 0.51f))).contains(ExitReason.ZERO_ATTENTION);
        assertThat(policy.needsAnswer()).isFalse();
    }

    private static ExitSignal signal(int cycle, float corrected) {
        return new ExitSignal(cycle, 0, corrected, Float.NaN, Float.NaN, 0, Float.NaN);
    }

    @Test
    void entropyStopsAtItsThresholdAndBelow() {
        ExitPolicy policy = new ExitPolicy.Entropy(0.2f, 1);
        assertThat(policy.decide(new ExitSignal(1, 0, 0, 0.9f, 0.21f, 0, Float.NaN)))
                .isEmpty();
        assertThat(policy.decide(new ExitSignal(1, 0, 0, 0.9f, 0.2f, 0, Float.NaN)))
                .contains(ExitReason.ENTROPY);
        assertThat(policy.decide(new ExitSignal(1, 1, Float.NaN)))
                .as("no answer")
                .isEmpty();
        assertThat(policy.needsAnswer()).isTrue();
    }

    @Test
    void patienceWaitsForTheSameAnswerAgainAndAgain() {
        ExitPolicy policy = new ExitPolicy.Patience(2);
        assertThat(policy.decide(new ExitSignal(3, 0, 0, 0.9f, 0, 1, Float.NaN)))
                .isEmpty();
        assertThat(policy.decide(new ExitSignal(3, 0, 0, 0.9f, 0, 2, Float.NaN)))
                .contains(ExitReason.PATIENCE);
        assertThat(policy.needsAnswer()).isTrue();
    }

    @Test
    void aProbeStopsByWhatItHoldsProbable() {
        ExitPolicy policy = new ExitPolicy.Probe(ProbeInputs.BOTH, 0.95f, 2);
        ExitSignal first = new ExitSignal(1, 0, 0.9f);
        ExitSignal second = new ExitSignal(2, 0, 0.9f);
        assertThat(policy.decide(first.withSettled(1)))
                .as("below the least cycles")
                .isEmpty();
        assertThat(policy.decide(second.withSettled(0.94f))).isEmpty();
        assertThat(policy.decide(second)).as("not asked").isEmpty();
        assertThat(policy.decide(second.withSettled(0.95f))).contains(ExitReason.PROBE);
        assertThat(policy.probe()).contains(ProbeInputs.BOTH);
        assertThat(policy.needsAnswer()).isTrue();
        assertThat(new ExitPolicy.Probe(ProbeInputs.ZERO_ATTENTION, 0.95f, 1).needsAnswer())
                .as("zero attention alone spares the tail")
                .isFalse();
    }

    @Test
    void zeroAttentionStopsAboveItsThresholdOnly() {
        ExitPolicy policy = new ExitPolicy.ZeroAttention(0.5f, 2);
        assertThat(policy.decide(new ExitSignal(1, 0.9f, Float.NaN))).isEmpty();
        assertThat(policy.decide(new ExitSignal(2, 0.5f, Float.NaN))).isEmpty();
        assertThat(policy.decide(new ExitSignal(2, 0.51f, Float.NaN))).contains(ExitReason.ZERO_ATTENTION);
        assertThat(policy.needsAnswer()).isFalse();
    }

    @Test
    void confidenceStopsFromItsThresholdOnAndNeverWithoutAnAnswer() {
        ExitPolicy policy = new ExitPolicy.Confidence(0.9f, 1);
        assertThat(policy.decide(new ExitSignal(1, 0, 0.89f))).isEmpty();
        assertThat(policy.decide(new ExitSignal(1, 0, 0.9f))).contains(ExitReason.CONFIDENCE);
        assertThat(policy.decide(new ExitSignal(1, 0, Float.NaN))).isEmpty();
        assertThat(policy.needsAnswer()).isTrue();
    }

    /** Thresholds of a model with depth zero begin there; those of others say nothing about it. */
    @Test
    void thresholdsCountFromTheFirstDepth() {
        ExitPolicy zero = new ExitPolicy.Thresholds(ExitScore.CONFIDENCE, 0, List.of(0.9f, 0.5f));
        assertThat(zero.decide(ExitSignal.ofDepthZero(0.9f, 0.1f))).contains(ExitReason.CONFIDENCE);
        assertThat(zero.decide(ExitSignal.ofDepthZero(0.8f, 0.1f))).isEmpty();
        assertThat(zero.decide(new ExitSignal(1, 0, 0.5f))).contains(ExitReason.CONFIDENCE);
        assertThat(zero.decide(new ExitSignal(2, 0, 1))).isEmpty();
        ExitPolicy one = new ExitPolicy.Thresholds(ExitScore.CONFIDENCE, 1, List.of(0.9f));
        assertThat(one.decide(ExitSignal.ofDepthZero(1, 0))).isEmpty();
        assertThat(one.decide(new ExitSignal(1, 0, 0.9f))).contains(ExitReason.CONFIDENCE);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new ExitPolicy.Fixed(-1))
                .hasMessage("cycles of the fixed policy must be at least 0, but was -1");
        assertThatThrownBy(() -> new ExitPolicy.Confidence(1.5f, 1))
                .hasMessage("threshold of the confidence policy must be between 0 and 1, but was 1.5");
        assertThatThrownBy(() -> new ExitPolicy.ZeroAttention(Float.NaN, 1))
                .hasMessage("threshold of the zero-attention policy must be between 0 and 1, but was NaN");
        assertThatThrownBy(() -> new ExitPolicy.ZeroAttention(0.5f, -1))
                .hasMessage("minCycles must be at least 0, but was -1");
        assertThatThrownBy(() -> new ExitSignal(-1, 0, 0)).hasMessage("cycle must be at least 0, but was -1");
    }
}
