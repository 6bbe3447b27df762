package io.fathom.cli.reproduce.pages;

import io.fathom.cli.plot.Plot.Form;
import io.fathom.cli.plot.Plot.Point;
import io.fathom.cli.plot.Plot.Series;
import io.fathom.cli.reproduce.claims.Quantity;
import io.fathom.cli.reproduce.claims.Sweep;
import io.fathom.cli.reproduce.results.Runs;
import io.fathom.model.statistics.Bootstrap;
import io.fathom.model.statistics.Curve;
import io.fathom.model.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongFunction;

/** Series over seeds: what the seeds gave becomes a mean with its interval. */
public final class PlotSeries {
    private static final int GRID = 40;
    private static final long BOOTSTRAP_SEED = 20_260_102;

    private final Runs runs;

    public PlotSeries(Runs runs) {
        this.runs = runs;
    }

    /** A sweep's curves, read at the same x in every seed, over the range that all of them reach. */
    public Series band(String name, Sweep sweep) {
        return band(name, seed -> sweep.curve(runs, seed));
    }

    /** How far a sweep lies above another at equal compute: the difference in each seed, then mean and interval. */
    public Series gap(String name, Sweep sweep, Sweep other) {
        return band(name, seed -> sweep.gap(other, runs, seed));
    }

    private Series band(String name, LongFunction<Optional<Curve>> ofSeed) {
        List<Curve> curves = runs.seeds().stream()
                .map(ofSeed::apply)
                .flatMap(Optional::stream)
                .toList();
        double from = curves.stream().mapToDouble(Curve::left).max().orElse(0);
        double to = curves.stream().mapToDouble(Curve::right).min().orElse(-1);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i <= GRID && from <= to; i++) {
            double x = from + (to - from) * i / GRID;
            points.add(new Point(
                    x, estimate(curves.stream().mapToDouble(c -> c.at(x)).toArray())));
            if (from == to) {
                break;
            }
        }
        return new Series(name, Form.BAND, points);
    }

    /** A mark at every setting of a sweep: means over seeds of compute and figure. */
    public Series marks(String name, Sweep sweep) {
        List<Curve> curves = runs.seeds().stream()
                .map(seed -> sweep.curve(runs, seed))
                .flatMap(Optional::stream)
                .toList();
        int points = curves.stream().mapToInt(c -> c.points().size()).min().orElse(0);
        List<Point> marks = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            int at = i;
            double x = curves.stream()
                    .mapToDouble(c -> c.points().get(at).x())
                    .average()
                    .orElseThrow();
            marks.add(new Point(
                    x,
                    estimate(curves.stream()
                            .mapToDouble(c -> c.points().get(at).y())
                            .toArray())));
        }
        return new Series(name, Form.MARKS, marks);
    }

    /** One mark where x is the mean over seeds and y their mean with its interval; none without runs. */
    public Series mark(String name, Quantity x, Quantity y) {
        double[] xs = values(x);
        double[] ys = values(y);
        List<Point> points = xs.length == 0 || ys.length == 0
                ? List.of()
                : List.of(new Point(estimate(xs).mean(), estimate(ys)));
        return new Series(name, Form.MARKS, points);
    }

    private double[] values(Quantity quantity) {
        return runs.seeds().stream()
                .map(seed -> quantity.of(runs, seed))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
    }

    private static Estimate estimate(double[] values) {
        return new Bootstrap(BOOTSTRAP_SEED).mean(values);
    }
}
