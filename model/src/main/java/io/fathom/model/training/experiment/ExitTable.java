package io.fathom.model.training.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What every unit (a record, a window, a token) would have got at every exit, from which any rule of stopping can be
 * computed without running the network again.
 *
 * @param layers layers run up to each exit, ascending
 * @param loss [unit][exit]
 * @param correct share of right answers, [unit][exit]
 * @param weights how much each unit counts, such as its tokens
 */
@SuppressWarnings("ArrayRecordComponent") // tables that are read, never compared
record ExitTable(double[] layers, double[][] loss, double[][] correct, double[] weights) {
    private static final int STEP_PERCENT = 10;

    int exits() {
        return layers.length;
    }

    /** All units leave at the same exit, counted from 0. */
    Measurement fixed(String setting, int exit) {
        double[] shares = new double[exits()];
        shares[exit] = 1;
        return mix(setting, shares);
    }

    /**
     * Units leave at the first exit, from {@code first} on, where their signal reaches a threshold, at the last one
     * otherwise. The thresholds are the quantiles of all signals, from "all leave at once" to "none leaves early".
     *
     * <p>Beside each threshold ({@code prefix-q30}) stands what chance does with the same compute ({@code
     * prefix-random-q30}): each unit leaves at an exit drawn with the shares that the rule had, whatever its signal. That
     * is an expectation and needs no dice.
     *
     * @param signal [unit][exit]; high means stop
     */
    List<Measurement> sweep(String prefix, double[][] signal, int first) {
        double[] all = Arrays.stream(signal)
                .flatMapToDouble(s -> Arrays.stream(s, first, exits() - 1))
                .sorted()
                .toArray();
        List<Measurement> measurements = new ArrayList<>();
        for (int percent = 0; percent <= 100; percent += STEP_PERCENT) {
            double threshold = threshold(all, percent);
            String name = String.format(Locale.ROOT, "q%03d", percent);
            int[] left = Arrays.stream(signal)
                    .mapToInt(s -> firstReached(s, first, threshold))
                    .toArray();
            measurements.add(chosen(prefix + "-" + name, left));
            measurements.add(mix(prefix + "-random-" + name, shares(left)));
        }
        return measurements;
    }

    private static double threshold(double[] sorted, int percent) {
        if (percent == 0 || sorted.length == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return percent == 100 ? Double.POSITIVE_INFINITY : sorted[(int) ((long) percent * sorted.length / 100)];
    }

    private int firstReached(double[] signal, int first, double threshold) {
        for (int exit = first; exit < exits() - 1; exit++) {
            if (signal[exit] >= threshold) {
                return exit;
            }
        }
        return exits() - 1;
    }

    private Measurement chosen(String setting, int[] left) {
        double total = 0;
        double[] sums = new double[3];
        for (int u = 0; u < left.length; u++) {
            total += weights[u];
            sums[0] += weights[u] * loss[u][left[u]];
            sums[1] += weights[u] * correct[u][left[u]];
            sums[2] += weights[u] * layers[left[u]];
        }
        return Measurement.of(setting, sums[0] / total, sums[1] / total, sums[2] / total);
    }

    private double[] shares(int[] left) {
        double total = Arrays.stream(weights).sum();
        double[] shares = new double[exits()];
        for (int u = 0; u < left.length; u++) {
            shares[left[u]] += weights[u] / total;
        }
        return shares;
    }

    /** Units leave at the exits with the given shares, independent of what they are. */
    private Measurement mix(String setting, double[] shares) {
        double[] sums = new double[3];
        for (int exit = 0; exit < exits(); exit++) {
            int[] all = new int[loss.length];
            Arrays.fill(all, exit);
            if (shares[exit] > 0) {
                Measurement m = chosen(setting, all);
                sums[0] += shares[exit] * m.loss();
                sums[1] += shares[exit] * m.accuracy();
                sums[2] += shares[exit] * m.layers();
            }
        }
        return Measurement.of(setting, sums[0], sums[1], sums[2]);
    }
}
