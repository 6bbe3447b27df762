package io.fathom.model.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    @Test
    void ofOneSampleThereIsNoInterval() {
        Estimate estimate = new Bootstrap(1).mean(3);
        assertThat(estimate.mean()).isEqualTo(3);
        assertThat(estimate.isBounded()).isFalse();
    }

    @Test
    void equalSamplesLeaveNoDoubt() {
        assertThat(new Bootstrap(1).mean(2, 2, 2, 2, 2)).isEqualTo(new Estimate(2, 2, 2, 5));
    }

    @Test
    void theTailIsHesterbergs() {
        // By hand: t(0.975; 4) = 2.776 and sqrt(5/4) · 2.776 = 3.104; t(0.975; 9) = 2.262 and sqrt(10/9) · 2.262 =
        // 2.384.
        assertThat(Bootstrap.tail(5)).isCloseTo(0.00096, within(0.00001));
        assertThat(Bootstrap.tail(10)).isCloseTo(0.0086, within(0.0002));
        assertThat(Bootstrap.tail(10_000)).isCloseTo(0.025, within(0.0001));
    }

    @Test
    void ofFiveSamplesTheIntervalAlmostReachesTheExtremes() {
        Estimate estimate = new Bootstrap(7).mean(1, 2, 3, 4, 5);
        assertThat(estimate.mean()).isEqualTo(3);
        assertThat(estimate.low()).isBetween(1.0, 1.4);
        assertThat(estimate.high()).isBetween(4.6, 5.0);
    }

    @Test
    void ofManySamplesItIsTheUsualInterval() {
        SplittableRandom random = new SplittableRandom(11);
        double[] samples = random.doubles(2_000).map(u -> u < 0.5 ? -1 : 1).toArray();
        Estimate estimate = new Bootstrap(7).mean(samples);
        double half = 1.96 / Math.sqrt(2_000);
        assertThat(estimate.high() - estimate.mean()).isCloseTo(half, within(0.1 * half));
        assertThat(estimate.mean() - estimate.low()).isCloseTo(half, within(0.1 * half));
    }

    /** The point of the wider tail: of five normal samples the plain percentile interval covers the truth in some 83 %. */
    @Test
    void coversTheTruthAboutAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(13);
        int covered = 0;
        int trials = 300;
        for (int t = 0; t < trials; t++) {
            double[] samples = new double[5];
            for (int i = 0; i < 5; i++) {
                samples[i] = random.nextGaussian();
            }
            Estimate estimate = new Bootstrap(t).mean(samples);
            covered += estimate.low() <= 0 && 0 <= estimate.high() ? 1 : 0;
        }
        assertThat(covered / (double) trials).isBetween(0.89, 0.99);
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        assertThat(new Bootstrap(3).mean(1, 5, 2)).isEqualTo(new Bootstrap(3).mean(1, 5, 2));
    }

    @Test
    void refusesWhatHasNoMean() {
        assertThatThrownBy(() -> new Bootstrap(1).mean()).hasMessageContaining("[]");
        assertThatThrownBy(() -> new Bootstrap(1).mean(1, Double.NaN)).hasMessageContaining("NaN");
    }

    @Test
    void quantilesLieBetweenNeighbours() {
        double[] sorted = {0, 10, 20, 30};
        assertThat(Bootstrap.quantile(sorted, 0)).isZero();
        assertThat(Bootstrap.quantile(sorted, 0.5)).isEqualTo(15);
        assertThat(Bootstrap.quantile(sorted, 1)).isEqualTo(30);
    }
}
