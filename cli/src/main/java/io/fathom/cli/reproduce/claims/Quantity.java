package io.fathom.cli.reproduce.claims;

import io.fathom.cli.reproduce.results.RunResult;
import io.fathom.cli.reproduce.results.Runs;
import io.fathom.model.training.experiment.Measurement;
import java.util.LinkedHashSet;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A number that each seed gives: a loss, a difference of two losses in the same seed, an area between two curves.
 *
 * @param needs the runs, by task and method, that it is computed from
 * @param rule from runs and seed to the number; empty where a run is missing
 */
public record Quantity(Set<Arm> needs, Rule rule) {

    public Quantity {
        needs = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(needs));
    }

    /** A method on a task: the runs of all seeds. */
    public record Arm(String task, String method) {
        @Override
        public String toString() {
            return task + "/" + method;
        }
    }

    /** From runs and seed to a number. */
    @FunctionalInterface
    public interface Rule {
        OptionalDouble of(Runs runs, long seed);
    }

    public OptionalDouble of(Runs runs, long seed) {
        return rule.of(runs, seed);
    }

    /** A figure of a measurement; empty where it is not a number. */
    public static Quantity of(Arm arm, String setting, ToDoubleFunction<Measurement> figure) {
        return ofRun(
                arm, run -> run.measurement(setting).map(figure::applyAsDouble).orElse(Double.NaN));
    }

    public static Quantity loss(Arm arm, String setting) {
        return of(arm, setting, Measurement::loss);
    }

    public static Quantity accuracy(Arm arm, String setting) {
        return of(arm, setting, Measurement::accuracy);
    }

    public static Quantity layers(Arm arm, String setting) {
        return of(arm, setting, Measurement::layers);
    }

    public static Quantity value(Arm arm, String setting) {
        return of(arm, setting, Measurement::value);
    }

    /** A figure of a whole run; not a number where it cannot be had. */
    public static Quantity ofRun(Arm arm, ToDoubleFunction<RunResult> figure) {
        return new Quantity(Set.of(arm), (runs, seed) -> {
            double value = runs.find(arm.task(), arm.method(), seed)
                    .map(figure::applyAsDouble)
                    .orElse(Double.NaN);
            return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
        });
    }

    /** {@code this − other} in the same seed. */
    public Quantity minus(Quantity other) {
        return with(other, (a, b) -> a - b);
    }

    /** {@code this / other} in the same seed. */
    public Quantity over(Quantity other) {
        return with(other, (a, b) -> a / b);
    }

    /** {@code (this − other) / other} in the same seed. */
    public Quantity relativeTo(Quantity other) {
        return with(other, (a, b) -> (a - b) / b);
    }

    /** A function of this in the same seed. */
    public Quantity map(DoubleUnaryOperator function) {
        return with(this, (a, same) -> function.applyAsDouble(a));
    }

    /** Any function of the two in the same seed. */
    public Quantity with(Quantity other, DoubleBinaryOperator function) {
        Set<Arm> both = new LinkedHashSet<>();
        Stream.of(this, other).forEach(q -> both.addAll(q.needs()));
        return new Quantity(both, (runs, seed) -> {
            OptionalDouble a = of(runs, seed);
            OptionalDouble b = other.of(runs, seed);
            return a.isPresent() && b.isPresent()
                    ? OptionalDouble.of(function.applyAsDouble(a.getAsDouble(), b.getAsDouble()))
                    : OptionalDouble.empty();
        });
    }
}
