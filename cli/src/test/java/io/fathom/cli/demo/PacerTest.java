package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PacerTest {

    @Test
    void spreadsEventsEvenly() {
        Pacer pacer = new Pacer(200);
        assertThat(pacer.nanosUntilDue(0, 0)).isZero();
        assertThat(pacer.nanosUntilDue(1, 0)).isEqualTo(5_000_000);
        assertThat(pacer.nanosUntilDue(200, 400_000_000)).isEqualTo(600_000_000);
    }

    @Test
    void catchesUpAfterAHiccup() {
        assertThat(new Pacer(10).nanosUntilDue(5, 3_000_000_000L)).isZero();
    }

    @Test
    void zeroMeansAsFastAsPossible() {
        assertThat(new Pacer(0).nanosUntilDue(1_000_000, 0)).isZero();
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> new Pacer(-1))
                .hasMessageContaining("rate must be 0")
                .hasMessageContaining("-1.0");
        assertThatThrownBy(() -> new Pacer(Double.NaN)).hasMessageContaining("NaN");
    }
}
