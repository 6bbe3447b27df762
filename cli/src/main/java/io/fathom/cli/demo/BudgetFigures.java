package io.fathom.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How a run kept to its budget, as its records tell it; see {@link SpendingCurve} for how exact that can be.
 *
 * @param spentByWindow TLOps in each window, one after the other from the first layer on; the last one is cut off by the end
 * @param utilisation share of the budget spent in the windows in which work waited all the time; empty if there was none
 * @param points mean operating point and commonest level of the answers given in each window
 */
record BudgetFigures(List<Long> spentByWindow, OptionalDouble utilisation, List<Point> points) {
    /** Batches that wait per worker, from which on work counts as waiting: one may be on its way into each. */
    private static final int WAITING_BATCHES = 2;

    /**
     * @param seconds from the first layer of all to the end of the window
     * @param mean of the operating points
     * @param level that most records met
     */
    record Point(double seconds, double mean, String level) {}

    /**
     * @param samples at least one
     * @param windowMillis length of a window
     */
    static BudgetFigures of(List<SurgeSample> samples, double tlopsPerSecond, long windowMillis) {
        SpendingCurve spending = SpendingCurve.of(samples);
        double worth = tlopsPerSecond * windowMillis / 1000;
        List<Long> byWindow = new ArrayList<>();
        for (long t = spending.start(); t < spending.end(); t += windowMillis) {
            byWindow.add(Math.round(spending.between(t, t + windowMillis)));
        }
        return new BudgetFigures(
                byWindow,
                utilisation(samples, spending, worth, windowMillis),
                points(samples, spending.start(), windowMillis));
    }

    private static OptionalDouble utilisation(
            List<SurgeSample> samples, SpendingCurve spending, double worth, long windowMillis) {
        int workers = 1 + samples.stream().mapToInt(SurgeSample::worker).max().orElseThrow();
        int rows = samples.stream().mapToInt(SurgeSample::batchRows).max().orElseThrow();
        int enough = WAITING_BATCHES * workers * rows;
        WaitingCurve waiting = WaitingCurve.of(samples);
        double spent = 0;
        long windows = 0;
        long idle = spending.start();
        for (long t = spending.start(); t <= spending.end(); t++) {
            if (waiting.at(t) <= enough) {
                idle = t;
            } else if (t - idle >= windowMillis) {
                spent += spending.between(t - windowMillis, t);
                windows++;
            }
        }
        return windows == 0 ? OptionalDouble.empty() : OptionalDouble.of(spent / (windows * worth));
    }

    private static List<Point> points(List<SurgeSample> samples, long start, long windowMillis) {
        Map<Long, List<SurgeSample>> byWindow = samples.stream()
                .filter(s -> s.point().isPresent())
                .collect(Collectors.groupingBy(s -> Math.max(0, s.scoredAt() - start) / windowMillis));
        return byWindow.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(window -> new Point(
                        (window.getKey() + 1) * windowMillis / 1000.0,
                        window.getValue().stream()
                                .mapToInt(s -> s.point().orElseThrow())
                                .average()
                                .orElseThrow(),
                        commonest(window.getValue())))
                .toList();
    }

    private static String commonest(List<SurgeSample> samples) {
        return samples.stream()
                .map(SurgeSample::level)
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(level -> level, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
