package io.fathom.cli.reproduce.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fathom.cli.plot.Plot.Point;
import io.fathom.cli.plot.Plot.Series;
import io.fathom.cli.reproduce.claims.MadeUpRuns;
import io.fathom.cli.reproduce.claims.Quantity;
import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.cli.reproduce.claims.Sweep;
import io.fathom.model.training.experiment.Measurement;
import org.junit.jupiter.api.Test;

class PlotSeriesTest {
    private static final Arm ARM = new Arm("text", "a");
    private static final Sweep ZERO = Sweep.of(ARM, "zero-q", Measurement::loss);
    private static final Sweep RANDOM = Sweep.of(ARM, "random-q", Measurement::loss);

    /** Seeds differ by one, and one of them reaches from 6 to 10 layers, the other from 7 to 12. */
    private static final PlotSeries SERIES = new PlotSeries(new MadeUpRuns()
            .run(
                    ARM,
                    1,
                    Measurement.of("zero-q000", 2, 0, 6),
                    Measurement.of("zero-q100", 1, 0, 10),
                    Measurement.of("random-q000", 2.5, 0, 6),
                    Measurement.of("random-q100", 1.5, 0, 10))
            .run(
                    ARM,
                    2,
                    Measurement.of("zero-q000", 3, 0, 7),
                    Measurement.of("zero-q100", 2, 0, 12),
                    Measurement.of("random-q000", 3.5, 0, 7),
                    Measurement.of("random-q100", 2.5, 0, 12))
            .toRuns());

    @Test
    void aBandCoversWhatAllSeedsReach() {
        Series band = SERIES.band("zero", ZERO);
        assertThat(band.points()).extracting(Point::x).startsWith(7.0).endsWith(10.0);
        Point first = band.points().get(0);
        assertThat(first.y().mean()).isCloseTo((1.75 + 3) / 2, within(1e-9));
        assertThat(first.y().low()).isGreaterThanOrEqualTo(1.75);
        assertThat(first.y().high()).isLessThanOrEqualTo(3);
    }

    @Test
    void inAGapTheSeedsCancel() {
        assertThat(SERIES.gap("gap", ZERO, RANDOM).points()).allSatisfy(p -> {
            assertThat(p.y().mean()).isCloseTo(-0.5, within(1e-9));
            assertThat(p.y().high() - p.y().low()).isCloseTo(0, within(1e-9));
        });
    }

    @Test
    void marksStandAtTheMeans() {
        assertThat(SERIES.marks("zero", ZERO).points()).extracting(Point::x).containsExactly(6.5, 11.0);
        Series one = SERIES.mark("one", Quantity.layers(ARM, "zero-q000"), Quantity.loss(ARM, "zero-q000"));
        assertThat(one.points()).hasSize(1);
        assertThat(one.points().get(0).y().mean()).isEqualTo(2.5);
    }

    @Test
    void withoutRunsThereIsNothingToDraw() {
        PlotSeries none = new PlotSeries(new MadeUpRuns().toRuns());
        assertThat(none.band("zero", ZERO).points()).isEmpty();
        assertThat(none.marks("zero", ZERO).points()).isEmpty();
        assertThat(none.mark("one", Quantity.layers(ARM, "full"), Quantity.loss(ARM, "full"))
                        .points())
                .isEmpty();
    }
}
