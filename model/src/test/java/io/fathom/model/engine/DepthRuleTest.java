package io.fathom.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.depth.ExitSignal;
import org.junit.jupiter.api.Test;

class DepthRuleTest {
    private static final DepthRule CONFIDENCE = new DepthRule(new ExitPolicy.Confidence(0.9f, 1), 4);

    @Test
    void goesOnWhileNothingStopsIt() {
        assertThat(CONFIDENCE.decide(new ExitSignal(2, 0, 0.5f), 4, false)).isEmpty();
    }

    @Test
    void fullDepthWinsOverEverything() {
        assertThat(CONFIDENCE.decide(new ExitSignal(4, 0, 0.95f), 4, true)).hasValue(ExitReason.FULL_DEPTH);
        assertThat(new DepthRule(new ExitPolicy.Fixed(4), 4).decide(new ExitSignal(4, 0, Float.NaN), 4, false))
                .hasValue(ExitReason.FULL_DEPTH);
    }

    @Test
    void thePolicyWinsOverTheRecordsLimitAndTheDeadline() {
        assertThat(CONFIDENCE.decide(new ExitSignal(2, 0, 0.95f), 2, true)).hasValue(ExitReason.CONFIDENCE);
    }

    @Test
    void theRecordsLimitWinsOverTheDeadline() {
        assertThat(CONFIDENCE.decide(new ExitSignal(2, 0, 0.5f), 2, true)).hasValue(ExitReason.CYCLE_LIMIT);
        assertThat(CONFIDENCE.decide(new ExitSignal(2, 0, 0.5f), 3, true)).hasValue(ExitReason.DEADLINE);
    }

    @Test
    void aFixedPolicyBelowFullDepthIsALimit() {
        assertThat(new DepthRule(new ExitPolicy.Fixed(2), 4).decide(new ExitSignal(2, 0, Float.NaN), 4, false))
                .hasValue(ExitReason.CYCLE_LIMIT);
    }
}
