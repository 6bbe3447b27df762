package io.fathom.model.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.statistics.Curve.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
    private static final Curve ROOF = curve(0, 0, 1, 1, 2, 0);

    private static Curve curve(double... xy) {
        List<Point> points = new java.util.ArrayList<>();
        for (int i = 0; i < xy.length; i += 2) {
            points.add(new Point(xy[i], xy[i + 1]));
        }
        return new Curve(points);
    }

    @Test
    void goesStraightBetweenPointsAndStopsAtItsEnds() {
        assertThat(ROOF.at(0.25)).isEqualTo(0.25);
        assertThat(ROOF.at(1)).isEqualTo(1);
        assertThat(ROOF.at(1.5)).isEqualTo(0.5);
        assertThat(ROOF.at(-3)).isZero();
        assertThat(ROOF.at(9)).isZero();
    }

    @Test
    void theOrderOfThePointsIsNoMatterAndEqualOnesAreOne() {
        assertThat(curve(2, 0, 1, 3, 0, 0, 1, -1)).isEqualTo(ROOF);
    }

    @Test
    void theMeanIsTheAreaByTheWidth() {
        assertThat(ROOF.mean(0, 2)).isCloseTo(0.5, within(1e-12));
        assertThat(ROOF.mean(0.5, 1)).isCloseTo(0.75, within(1e-12));
        assertThat(ROOF.mean(1, 1)).isEqualTo(1);
    }

    @Test
    void comparesOverTheComputeThatBothReach() {
        // From 1 to 2 the roof has a mean of 1/2, the other of 1/4.
        assertThat(ROOF.meanAbove(curve(1, 0.25, 5, 0.25))).isCloseTo(0.25, within(1e-12));
        assertThat(curve(1, 3).meanAbove(ROOF)).isEqualTo(2);
    }

    @Test
    void theDifferenceBendsWhereEitherDoes() {
        Curve step = curve(0.5, 0, 1.5, 1);
        assertThat(ROOF.minus(step)).isEqualTo(curve(0.5, 0.5, 1, 0.5, 1.5, -0.5));
    }

    @Test
    void refusesWhatCannotBeCompared() {
        assertThatThrownBy(() -> ROOF.meanAbove(curve(3, 0, 4, 0))).hasMessageContaining("0.0..2.0");
        assertThatThrownBy(() -> new Curve(List.of())).hasMessageContaining("at least 1 point");
    }
}
