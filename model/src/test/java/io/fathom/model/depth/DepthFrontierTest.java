package io.fathom.model.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.model.statistics.Estimate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DepthFrontierTest {
    private static final float NEVER = Float.POSITIVE_INFINITY;

    private static OperatingPoint point(double cost, double quality, Float... thresholds) {
        return new OperatingPoint(List.of(thresholds), OptionalDouble.empty(), estimate(cost), estimate(quality));
    }

    private static Estimate estimate(double mean) {
        return new Estimate(mean, mean - 0.01, mean + 0.01, 100);
    }

    private static DepthFrontier frontier(OperatingPoint... points) {
        return new DepthFrontier(ExitScore.CONFIDENCE, List.of(points));
    }

    private static ExitSignal signal(int cycle, float confidence) {
        return new ExitSignal(cycle, Float.NaN, confidence);
    }

    @Test
    void aPointIsAPolicyOfItsOwnThresholds() {
        DepthFrontier frontier = frontier(point(3, 0.5, 0f, 0f), point(4, 0.8, 0.9f, NEVER));
        assertThat(frontier.policy(0).decide(signal(1, 0.1f))).contains(ExitReason.CONFIDENCE);
        assertThat(frontier.policy(1).decide(signal(1, 0.89f))).isEmpty();
        assertThat(frontier.policy(1).decide(signal(1, 0.9f))).contains(ExitReason.CONFIDENCE);
        assertThat(frontier.policy(1).decide(signal(2, 1f))).isEmpty();
        assertThat(frontier.policy(1).decide(signal(3, 1f)))
                .as("beyond the thresholds")
                .isEmpty();
        assertThat(frontier.richest()).isEqualTo(1);
        assertThat(frontier.maxCycles()).isEqualTo(3);
    }

    @Test
    void aNamedPointIsResolvedByTheBundle() {
        DepthFrontier frontier = frontier(point(3, 0.5, 0f), point(4, 0.8, NEVER));
        ExitPolicy point = new ExitPolicy.Point(1);
        assertThat(point.resolved(Optional.of(frontier))).isEqualTo(frontier.policy(1));
        assertThat(new ExitPolicy.Fixed(1).resolved(Optional.empty())).isEqualTo(new ExitPolicy.Fixed(1));
        assertThatThrownBy(() -> point.resolved(Optional.empty()))
                .hasMessage("the policy 'point:1' needs a frontier, but the bundle has none: measure one with"
                        + " 'fathom calibrate', or choose another policy");
        assertThatThrownBy(() -> new ExitPolicy.Point(2).resolved(Optional.of(frontier)))
                .hasMessage(
                        "point must be between 0 and 1 (points of the bundle's frontier, cheapest first), but was 2");
        assertThatThrownBy(() -> point.decide(signal(1, 1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new ExitPolicy.Point(-1)).hasMessageContaining("must be at least 0");
    }

    @Test
    void pointsMustRise() {
        assertThatThrownBy(() -> frontier(point(4, 0.5, 0f), point(4, 0.8, NEVER)))
                .hasMessage("points of a frontier must rise in cost and quality, but point 1 has 4.0 and 0.8 after 4.0"
                        + " and 0.5");
        assertThatThrownBy(() -> frontier(point(3, 0.5, 0f), point(4, 0.5, NEVER)))
                .hasMessageContaining("must rise");
    }

    @Test
    void oneToThirtyTwoPointsWithTheSameDials() {
        assertThatThrownBy(() -> frontier()).hasMessage("a frontier must have 1 to 32 points, but has 0");
        List<OperatingPoint> many = IntStream.rangeClosed(1, 33)
                .mapToObj(i -> point(i, i / 100.0, 0.5f))
                .toList();
        assertThat(new DepthFrontier(ExitScore.PROBE, many.subList(0, 32)).size())
                .isEqualTo(32);
        assertThatThrownBy(() -> new DepthFrontier(ExitScore.PROBE, many)).hasMessageEndingWith("but has 33");
        assertThatThrownBy(() -> frontier(point(3, 0.5, 0f), point(4, 0.8, 0f, NEVER)))
                .hasMessage(
                        "all points of a frontier must have the same dials, but point 0 has 1 thresholds and no gate"
                                + " and point 1 has 2 thresholds and no gate");
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.1f, 1.1f, Float.NaN, Float.NEGATIVE_INFINITY})
    void thresholdsAreSharesOrNever(float threshold) {
        assertThatThrownBy(() -> point(3, 0.5, threshold)).hasMessageEndingWith("but was " + threshold);
        assertThatThrownBy(() -> new ExitPolicy.Thresholds(ExitScore.PROBE, 1, List.of(threshold)))
                .hasMessageEndingWith("but was " + threshold);
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        assertThatThrownBy(() -> point(0, 0.5, 0f)).hasMessageContaining("must be above 0");
        Estimate unbounded = new Estimate(1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1);
        assertThatThrownBy(() -> new OperatingPoint(List.of(), OptionalDouble.empty(), estimate(1), unbounded))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> new OperatingPoint(List.of(), OptionalDouble.of(1.5), estimate(1), estimate(1)))
                .hasMessageContaining("gateThreshold of an operating point must be between 0 and 1, but was 1.5");
        assertThatThrownBy(() -> new DepthFrontier(ExitScore.NONE, List.of(point(3, 0.5, 0.5f))))
                .hasMessage("thresholds without a score must be 0 or infinite, but those of point 0 are [0.5]");
    }

    /** At 0 every record stops whatever its signal, so that fixed depths are points too. */
    @ParameterizedTest
    @EnumSource
    void zeroStopsAllAndInfinityNone(ExitScore score) {
        for (float value : new float[] {0, 0.3f, 1, 1.0000001f}) {
            ExitSignal signal = new ExitSignal(1, value, value, value, value, 0, value);
            ExitPolicy stop = new ExitPolicy.Thresholds(score, 1, Collections.nCopies(2, 0f));
            ExitPolicy go = new ExitPolicy.Thresholds(score, 1, Collections.nCopies(2, NEVER));
            assertThat(stop.decide(signal)).as("%s at %s", score, value).contains(score.reason());
            assertThat(go.decide(signal)).as("%s at %s", score, value).isEmpty();
            assertThat(stop.needsAnswer()).isEqualTo(score.needsAnswer());
            assertThat(stop.probe()).isEqualTo(score.probe());
        }
        assertThat(ExitScore.named(score.scoreName())).isEqualTo(score);
    }

    @Test
    void anUnknownScoreIsToldTheKnown() {
        assertThatThrownBy(() -> ExitScore.named("patience"))
                .hasMessageStartingWith("score must be one of [none, zero-attention,")
                .hasMessageEndingWith("but was 'patience'");
    }

    @Test
    void aProbeTellsTheMomentOfItsScore() {
        assertThat(ExitScore.ZERO_PROBE.probe()).contains(ProbeInputs.ZERO_ATTENTION);
        assertThat(ExitScore.ZERO_PROBE.needsAnswer()).isFalse();
        assertThat(ExitScore.CERTAINTY.of(new ExitSignal(1, 0, 0, 0, 0.25f, 0, 0)))
                .isEqualTo(0.75f);
        assertThat(ExitScore.CERTAINTY.of(signal(1, 0.5f))).as("no entropy").isNaN();
    }
}
