package io.fathom.cli.frontier;

import io.fathom.cli.plot.Plot;
import io.fathom.cli.plot.Plot.Form;
import io.fathom.cli.plot.Plot.Point;
import io.fathom.cli.plot.Plot.Series;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.frontier.ReferenceCurves;
import io.fathom.model.statistics.Curve;
import io.fathom.model.statistics.Estimate;
import java.util.List;

/** A frontier as a plot: its points with their intervals, and what they are held against. */
public final class FrontierPlot {
    private FrontierPlot() {}

    /** @param id of the bundle, for the title and the files: {@code frontier-ID.svg} and {@code .png} */
    public static Plot of(String id, DepthFrontier frontier, ReferenceCurves references, QualityUnit unit) {
        double right = Math.max(
                references.fixed().right(),
                frontier.point(frontier.richest()).cost().high());
        List<Point> points = frontier.points().stream()
                .map(p -> new Point(p.cost().mean(), inUnit(p.quality(), unit)))
                .toList();
        return new Plot(
                "frontier-" + id,
                id + ": quality against compute",
                "TLOps per token (mean)",
                unit == QualityUnit.ACCURACY ? "right answers (%)" : "bits per character",
                List.of(
                        new Series("frontier (" + frontier.score().scoreName() + ")", Form.MARKS, points),
                        line("one threshold", references.single(), right, unit, Form.BAND),
                        line("fixed depth", references.fixed(), right, unit, Form.MARKS),
                        line("random exits", references.random(), right, unit, Form.BAND)));
    }

    private static Series line(String name, Curve curve, double right, QualityUnit unit, Form form) {
        return new Series(
                name,
                form,
                curve.points().stream()
                        .filter(p -> p.x() <= right)
                        .map(p -> new Point(p.x(), unbounded(unit.value(p.y()))))
                        .toList());
    }

    private static Estimate unbounded(double value) {
        return new Estimate(value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1);
    }

    /** Turned around where the unit is. */
    private static Estimate inUnit(Estimate e, QualityUnit unit) {
        double low = unit.value(e.low());
        double high = unit.value(e.high());
        return new Estimate(unit.value(e.mean()), Math.min(low, high), Math.max(low, high), e.samples());
    }
}
