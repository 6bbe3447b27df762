package io.fathom.cli.reproduce.claims;

import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.cli.reproduce.results.RunResult;
import io.fathom.cli.reproduce.results.Runs;
import io.fathom.model.statistics.Curve;
import io.fathom.model.statistics.Curve.Point;
import io.fathom.model.training.experiment.Measurement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The curve that one way of stopping traces in a run as its threshold moves: the settings whose names begin alike.
 *
 * @param prefix beginning of the settings' names, such as {@code zero-q}
 * @param compute of a setting; x of the curve
 * @param figure of a setting; y of the curve
 */
public record Sweep(
        Arm arm, String prefix, ToDoubleFunction<Measurement> compute, ToDoubleFunction<Measurement> figure) {

    /** Against executed layers. */
    public static Sweep of(Arm arm, String prefix, ToDoubleFunction<Measurement> figure) {
        return new Sweep(arm, prefix, Measurement::layers, figure);
    }

    /** The curve of a seed, if its run is there. */
    public Optional<Curve> curve(Runs runs, long seed) {
        return runs.find(arm.task(), arm.method(), seed).flatMap(this::curve);
    }

    private Optional<Curve> curve(RunResult run) {
        List<Point> points = run.measurements().stream()
                .filter(m -> m.setting().startsWith(prefix))
                .map(m -> new Point(compute.applyAsDouble(m), figure.applyAsDouble(m)))
                .filter(p -> Double.isFinite(p.x()) && Double.isFinite(p.y()))
                .toList();
        return points.isEmpty() ? Optional.empty() : Optional.of(new Curve(points));
    }

    /** How much this sweep lies above the other at equal compute, as a mean over the compute that both reach. */
    public Quantity above(Sweep other) {
        Set<Arm> both = new LinkedHashSet<>(List.of(arm));
        both.add(other.arm());
        return new Quantity(both, (runs, seed) -> {
            Optional<Curve> mine = curve(runs, seed);
            Optional<Curve> theirs = other.curve(runs, seed);
            return mine.isPresent() && theirs.isPresent()
                    ? OptionalDouble.of(mine.get().meanAbove(theirs.get()))
                    : OptionalDouble.empty();
        });
    }

    /** How far this sweep lies above the other, as a curve over the compute that both reach. */
    public Optional<Curve> gap(Sweep other, Runs runs, long seed) {
        Optional<Curve> mine = curve(runs, seed);
        Optional<Curve> theirs = other.curve(runs, seed);
        return mine.isPresent() && theirs.isPresent() ? Optional.of(mine.get().minus(theirs.get())) : Optional.empty();
    }

    /** The sweep's figure where its compute is that of the given quantity. */
    public Quantity at(Quantity compute) {
        Set<Arm> needs = new LinkedHashSet<>(compute.needs());
        needs.add(arm);
        return new Quantity(needs, (runs, seed) -> {
            OptionalDouble x = compute.of(runs, seed);
            Optional<Curve> mine = curve(runs, seed);
            return x.isPresent() && mine.isPresent()
                    ? OptionalDouble.of(mine.get().at(x.getAsDouble()))
                    : OptionalDouble.empty();
        });
    }
}
