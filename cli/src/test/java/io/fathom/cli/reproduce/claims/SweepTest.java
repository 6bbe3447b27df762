package io.fathom.cli.reproduce.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.cli.reproduce.results.Runs;
import io.fathom.model.training.experiment.Measurement;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final Arm ARM = new Arm("text", "a");
    private static final Runs RUNS = new MadeUpRuns()
            .run(
                    ARM,
                    1,
                    Measurement.of("zero-q000", 2, 0, 6),
                    Measurement.of("zero-q050", 1, 0, 8),
                    Measurement.of("zero-q100", 1, 0, 10),
                    Measurement.of("zero-random-q000", 2, 0, 6),
                    Measurement.of("zero-random-q100", 1, 0, 10),
                    Measurement.value("zero-q", 3))
            .toRuns();

    @Test
    void gathersTheSettingsThatBeginAlike() {
        assertThat(Sweep.of(ARM, "zero-q", Measurement::loss)
                        .curve(RUNS, 1)
                        .orElseThrow()
                        .points())
                .hasSize(3);
        assertThat(Sweep.of(ARM, "zero-q", Measurement::loss).curve(RUNS, 2)).isEmpty();
        assertThat(Sweep.of(ARM, "none", Measurement::loss).curve(RUNS, 1)).isEmpty();
    }

    @Test
    void theGapIsTheMeanOverTheSharedCompute() {
        Sweep zero = Sweep.of(ARM, "zero-q", Measurement::loss);
        Sweep random = Sweep.of(ARM, "zero-random-q", Measurement::loss);
        // (2+1)/2 · 2 + 1 · 2 = 5 against (2+1)/2 · 4 = 6, over a width of 4
        assertThat(zero.above(random).of(RUNS, 1).orElseThrow()).isCloseTo(-0.25, within(1e-12));
        assertThat(zero.above(random).of(RUNS, 2)).isEmpty();
        assertThat(zero.at(Quantity.layers(ARM, "zero-q050")).of(RUNS, 1)).hasValue(1);
    }
}
