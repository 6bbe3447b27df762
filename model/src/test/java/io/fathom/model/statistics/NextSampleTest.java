package io.fathom.model.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextSampleTest {

    /** Exact: with as many errors again as not, six in a row in the second sample have 1 chance in 64. */
    @Test
    void noErrorAllowsAFewInTheNextSample() {
        Estimate next = NextSample.ofShare(1, 3000, 1.96);
        assertThat((1 - next.low()) * 3000).isBetween(5.0, 7.0);
        assertThat(next.high()).isEqualTo(1);
        assertThat(next.mean()).isEqualTo(1);
    }

    /** Bar: 93 of 100 in each; the scatter of one sample alone holds in 83. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9, 0.99})
    void holdsInNineteenOfTwenty(double share) {
        SplittableRandom random = new SplittableRandom(5);
        int kept = 0;
        for (int round = 0; round < 2000; round++) {
            Estimate next = NextSample.ofShare(drawn(random, share), 200, 1.96);
            kept += next.holds(drawn(random, share)) ? 1 : 0;
        }
        assertThat(kept / 2000.0).isBetween(0.93, 1.0);
    }

    private static double drawn(SplittableRandom random, double share) {
        int hits = 0;
        for (int i = 0; i < 200; i++) {
            hits += random.nextDouble() < share ? 1 : 0;
        }
        return hits / 200.0;
    }

    @Test
    void aSmallerSampleScattersMore() {
        Estimate estimate = new Estimate(0.5, 0.4, 0.7, 1000);
        assertThat(estimate.forSample(1000)).isEqualTo(estimate);
        assertThat(estimate.forSample(5000)).isEqualTo(estimate);
        Estimate smaller = estimate.forSample(200); // twice the variance of a mean, thrice in sum
        assertThat(smaller.high() - 0.5).isCloseTo(0.2 * Math.sqrt(3), within(1e-12));
        assertThat(0.5 - smaller.low()).isCloseTo(0.1 * Math.sqrt(3), within(1e-12));
    }

    @Test
    void intervalsAreJoinedClippedAndAsked() {
        Estimate estimate = new Estimate(0.5, 0.4, 0.7, 10);
        assertThat(estimate.hull(new Estimate(0.6, 0.45, 0.9, 3))).isEqualTo(new Estimate(0.5, 0.4, 0.9, 10));
        assertThat(new Estimate(1, 0.9, 1.1, 3).clipped(0, 1)).isEqualTo(new Estimate(1, 0.9, 1, 3));
        assertThat(estimate.holds(0.4)).isTrue();
        assertThat(estimate.holds(0.4 - 1e-12)).as("noise of the arithmetic").isTrue();
        assertThat(estimate.holds(0.39)).isFalse();
        assertThat(estimate.holds(0.71)).isFalse();
    }
}
