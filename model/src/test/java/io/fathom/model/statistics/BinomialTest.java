package io.fathom.model.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BinomialTest {

    /** Of two fair coins no head has a probability of 1/4, at most one 3/4. */
    @Test
    void theQuantileIsTheLeastNumberThatReachesTheLevel() {
        assertThat(Binomial.quantile(2, 0.5, 0.2)).isZero();
        assertThat(Binomial.quantile(2, 0.5, 0.3)).isEqualTo(1);
        assertThat(Binomial.quantile(2, 0.5, 0.74)).isEqualTo(1);
        assertThat(Binomial.quantile(2, 0.5, 0.76)).isEqualTo(2);
    }

    @Test
    void whatIsCertainHasNoTails() {
        assertThat(Binomial.quantile(10, 1, 1e-9)).isEqualTo(10);
        assertThat(Binomial.quantile(10, 0, 1 - 1e-9)).isZero();
    }
}
