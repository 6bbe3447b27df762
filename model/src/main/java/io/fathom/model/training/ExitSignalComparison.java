package io.fathom.model.training;

import io.fathom.model.budget.CostModel;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitSignal;
import io.fathom.model.depth.ProbeInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Exit signals side by side on one held-out set: how well each ranks settled answers above others, and what quality it
 * buys at which mean depth. Pure: the same outcomes give the same table.
 *
 * @param rows fixed depths and random exits first, then one row a signal
 */
public record ExitSignalComparison(List<Row> rows) {
    private static final int THRESHOLDS = 200;
    private static final int RANDOM_POINTS = 40;

    /**
     * One way of stopping, at all of its thresholds.
     *
     * @param signal as its policy is called
     * @param areaUnderCurve of "the answer equals the full-depth answer" at each depth but the last; NaN where all answers
     *     agree; empty for what looks at no signal
     * @param curve its points, by mean cycles
     */
    public record Row(String signal, List<Double> areaUnderCurve, List<ExitPoint> curve) {
        public Row {
            areaUnderCurve = List.copyOf(areaUnderCurve);
            curve = curve.stream()
                    .sorted(java.util.Comparator.comparingDouble(ExitPoint::cycles)
                            .thenComparingDouble(ExitPoint::quality))
                    .toList();
        }

        /** The cheapest point of at least this quality. */
        public Optional<ExitPoint> cheapest(double quality) {
            return curve.stream()
                    .filter(point -> point.quality() >= quality)
                    .reduce((best, point) -> point.cheaperThan(best) ? point : best);
        }

        /** The best quality at no more than these mean cycles; NaN where even the shallowest point has more. */
        public double qualityWithin(double cycles) {
            return curve.stream()
                    .filter(point -> point.cycles() <= cycles)
                    .mapToDouble(ExitPoint::quality)
                    .max()
                    .orElse(Double.NaN);
        }
    }

    /** A signal of single numbers, the higher the sooner it stops, and the policy that stops by it. */
    private record ByThreshold(String name, ToDoubleFunction<ExitSignal> score, Threshold policy) {
        interface Threshold {
            ExitPolicy at(float threshold);
        }
    }

    public ExitSignalComparison {
        rows = List.copyOf(rows);
    }

    /**
     * Compares all signals that a model has.
     *
     * @param told what each probe says of each record, [depths][records]; by a probe that was not fitted on that record
     */
    static ExitSignalComparison of(ExitOutcomes outcomes, Map<ProbeInputs, float[][]> told, CostModel costs) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("fixed", List.of(), fixed(outcomes, costs)));
        rows.add(new Row("random", List.of(), random(outcomes, costs)));
        if (outcomes.heads() > 0) {
            rows.add(row(
                    new ByThreshold(
                            "zero-attention", ExitSignal::zeroAttention, t -> new ExitPolicy.ZeroAttention(t, 0)),
                    outcomes.signals(),
                    outcomes,
                    costs));
            rows.add(row(
                    new ByThreshold(
                            "corrected-zero-attention",
                            ExitSignal::correctedZeroAttention,
                            t -> new ExitPolicy.CorrectedZeroAttention(t, 0)),
                    outcomes.signals(),
                    outcomes,
                    costs));
        }
        rows.add(row(
                new ByThreshold("confidence", ExitSignal::confidence, t -> new ExitPolicy.Confidence(t, 0)),
                outcomes.signals(),
                outcomes,
                costs));
        rows.add(row(
                new ByThreshold("entropy", s -> -s.entropy(), t -> new ExitPolicy.Entropy(-t, 0)),
                outcomes.signals(),
                outcomes,
                costs));
        rows.add(patience(outcomes, costs));
        told.forEach((inputs, probabilities) -> rows.add(row(
                new ByThreshold(inputs.policyName(), ExitSignal::settled, t -> new ExitPolicy.Probe(inputs, t, 0)),
                outcomes.signalsWith(probabilities),
                outcomes,
                costs)));
        return new ExitSignalComparison(rows);
    }

    private static List<ExitPoint> fixed(ExitOutcomes outcomes, CostModel costs) {
        return IntStream.rangeClosed(outcomes.firstDepth(), outcomes.lastDepth())
                .mapToObj(c -> ExitPoint.of(new ExitPolicy.Fixed(c), outcomes.signals(), outcomes.quality(), costs))
                .toList();
    }

    private static List<ExitPoint> random(ExitOutcomes outcomes, CostModel costs) {
        double[] quality = IntStream.rangeClosed(outcomes.firstDepth(), outcomes.lastDepth())
                .mapToDouble(outcomes::meanQuality)
                .toArray();
        return IntStream.rangeClosed(0, RANDOM_POINTS)
                .mapToObj(i -> ExitPoint.atRandom((double) i / RANDOM_POINTS, outcomes.firstDepth(), quality, costs))
                .toList();
    }

    private static Row patience(ExitOutcomes outcomes, CostModel costs) {
        List<ExitPoint> curve = IntStream.range(1, Math.max(2, outcomes.depths() - 1))
                .mapToObj(n -> ExitPoint.of(new ExitPolicy.Patience(n), outcomes.signals(), outcomes.quality(), costs))
                .toList();
        return new Row("patience", areas(outcomes.signals(), outcomes.settled(), ExitSignal::unchanged), curve);
    }

    private static Row row(ByThreshold signal, ExitSignal[][] signals, ExitOutcomes outcomes, CostModel costs) {
        List<ExitPoint> curve = thresholds(signals, signal.score()).stream()
                .map(threshold -> ExitPoint.of(signal.policy().at(threshold), signals, outcomes.quality(), costs))
                .toList();
        return new Row(signal.name(), areas(signals, outcomes.settled(), signal.score()), curve);
    }

    /** Quantiles of the signal over all records and all depths but the last, to five places. */
    private static TreeSet<Float> thresholds(ExitSignal[][] signals, ToDoubleFunction<ExitSignal> score) {
        double[] values = IntStream.range(0, signals.length - 1)
                .mapToObj(c -> signals[c])
                .flatMapToDouble(cycle -> java.util.Arrays.stream(cycle).mapToDouble(score))
                .sorted()
                .toArray();
        TreeSet<Float> thresholds = new TreeSet<>();
        for (int i = 0; i <= THRESHOLDS && values.length > 0; i++) {
            double value = values[(int) ((long) i * (values.length - 1) / THRESHOLDS)];
            thresholds.add((float) (Math.rint(value * 1e5) / 1e5));
        }
        return thresholds;
    }

    private static List<Double> areas(ExitSignal[][] signals, boolean[][] settled, ToDoubleFunction<ExitSignal> score) {
        return IntStream.range(0, signals.length - 1)
                .mapToObj(c -> RankingQuality.areaUnderCurve(
                        java.util.Arrays.stream(signals[c]).mapToDouble(score).toArray(), settled[c]))
                .toList();
    }

    /** @throws IllegalArgumentException if there is no such row */
    public Row row(String signal) {
        return rows.stream()
                .filter(row -> row.signal().equals(signal))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("signal must be one of "
                        + rows.stream().map(Row::signal).toList() + ", but was '" + signal + "'"));
    }
}
