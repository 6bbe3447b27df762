package io.fathom.bench;

import java.util.List;
import java.util.Locale;

/** One figure over the rounds of a run. */
record Spread(double median, double min, double max) {

    static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a spread must be of at least one value, but there was none");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(n - 1));
    }

    /** Such as {@code 0.87 [0.84..0.90]}. */
    String text(String format) {
        return one(format, median) + " [" + one(format, min) + ".." + one(format, max) + "]";
    }

    private static String one(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
