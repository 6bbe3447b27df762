package io.fathom.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.depth.ExitFeatures;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.depth.ProbeInputs;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Three cycles; record r needs 1, 2 or 3 of them. A perfect probe knows, the confidence is noise. */
class EqualCyclesTest {
    private static final int CYCLES = 3;
    private static final int RECORDS = 600;
    private static final ExitPolicy PERFECT = new ExitPolicy.Probe(ProbeInputs.ZERO_ATTENTION, 0.5f, 1);

    private static ExitOutcomes outcomes(boolean confidenceKnows) {
        SplittableRandom random = new SplittableRandom(1);
        ExitSignal[][] signals = new ExitSignal[CYCLES][RECORDS];
        ExitFeatures[][] features = new ExitFeatures[CYCLES][RECORDS];
        boolean[][] settled = new boolean[CYCLES][RECORDS];
        double[][] quality = new double[CYCLES][RECORDS];
        for (int c = 0; c < CYCLES; c++) {
            for (int r = 0; r < RECORDS; r++) {
                settled[c][r] = c >= r % CYCLES;
                quality[c][r] = settled[c][r] ? 1 : 0;
                float noise = (float) random.nextDouble(0.2, 0.9);
                float confidence = confidenceKnows ? (settled[c][r] ? 0.95f : 0.1f) : noise;
                features[c][r] = new ExitFeatures(new float[] {0.5f}, confidence);
                signals[c][r] = new ExitSignal(c + 1, 0.5f, 0.5f, confidence, 0.5f, 0, settled[c][r] ? 1 : 0);
            }
        }
        return new ExitOutcomes(signals, features, settled, quality);
    }

    @Test
    void whatKnowsIsAboveWhatDoesNot() {
        ExitOutcomes outcomes = outcomes(false);
        EqualCycles equal = EqualCycles.of(outcomes, outcomes.signals(), PERFECT);
        assertThat(equal.cycles()).isCloseTo(2, within(1e-12));
        assertThat(equal.quality()).isEqualTo(1);
        assertThat(equal.aboveFixed().mean())
                .as("two of three are right after two")
                .isCloseTo(1 / 3.0, within(1e-9));
        assertThat(equal.aboveRandom().mean()).as("1 − (1/3 + 2/3 + 1) / 3").isCloseTo(1 / 3.0, within(1e-9));
        assertThat(equal.aboveRandom().low()).isGreaterThan(0.25);
        assertThat(equal.aboveConfidence().low()).isGreaterThan(0.15);
    }

    @Test
    void aConfidenceThatKnowsAsMuchIsNoWorse() {
        ExitOutcomes outcomes = outcomes(true);
        EqualCycles equal = EqualCycles.of(outcomes, outcomes.signals(), PERFECT);
        assertThat(equal.aboveConfidence().mean()).isCloseTo(0, within(1e-9));
    }

    @Test
    void aFixedDepthIsNoBetterThanItself() {
        ExitOutcomes outcomes = outcomes(false);
        for (int cycles = 1; cycles <= CYCLES; cycles++) {
            EqualCycles equal = EqualCycles.of(outcomes, outcomes.signals(), new ExitPolicy.Fixed(cycles));
            assertThat(equal.cycles()).isEqualTo(cycles);
            assertThat(equal.aboveFixed().mean()).isCloseTo(0, within(1e-12));
            assertThat(equal.aboveRandom().mean()).isCloseTo(0, within(1e-12));
        }
    }
}
