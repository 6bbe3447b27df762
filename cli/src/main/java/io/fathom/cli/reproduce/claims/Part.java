package io.fathom.cli.reproduce.claims;

import io.fathom.cli.reproduce.results.Runs;
import io.fathom.model.statistics.Bootstrap;
import io.fathom.model.statistics.Estimate;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One statement that a claim consists of: a quantity lies in a range.
 *
 * @param what the quantity in words, with its unit
 * @param decides whether the claim's verdict depends on it; otherwise it stands beside it for information
 * @param exact whether one seed is enough, and every one must agree: where the quantity is free of chance, such as a count,
 *     or the range is as wide as chance
 */
public record Part(String what, Quantity quantity, Range range, boolean decides, boolean exact) {
    /** Seeds that a verdict needs. */
    public static final int SEEDS = 5;

    private static final long BOOTSTRAP_SEED = 20_260_101;

    /** A part that decides, by a bootstrap over the seeds. */
    public static Part deciding(String what, Quantity quantity, Range range) {
        return new Part(what, quantity, range, true, false);
    }

    /** A part for information. */
    public static Part beside(String what, Quantity quantity, Range range) {
        return new Part(what, quantity, range, false, false);
    }

    /** A part that decides by every single seed. */
    public static Part exact(String what, Quantity quantity, Range range) {
        return new Part(what, quantity, range, true, true);
    }

    /**
     * What the runs say.
     *
     * @param values by seed, ascending; seeds without the runs are left out
     * @param estimate null where there is no seed at all
     */
    public record Evidence(SortedMap<Long, Double> values, @Nullable Estimate estimate, Verdict verdict) {

        /** Seeds whose value lies where the claim says. */
        public long inRange(Range range) {
            return values.values().stream().filter(range::contains).count();
        }
    }

    /** Judges by the seeds that have all runs. */
    public Evidence evidence(Runs runs) {
        SortedMap<Long, Double> values = new TreeMap<>();
        for (long seed : runs.seeds()) {
            quantity.of(runs, seed).ifPresent(value -> values.put(seed, value));
        }
        if (values.isEmpty()) {
            return new Evidence(values, null, Verdict.NOT_DECIDED);
        }
        double[] samples =
                values.values().stream().mapToDouble(Double::doubleValue).toArray();
        Estimate estimate = new Bootstrap(BOOTSTRAP_SEED).mean(samples);
        return new Evidence(values, estimate, exact ? ofEach(samples) : ofMean(estimate));
    }

    private Verdict ofEach(double[] samples) {
        return Arrays.stream(samples).allMatch(range::contains) ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD;
    }

    private Verdict ofMean(Estimate estimate) {
        return estimate.samples() < SEEDS ? Verdict.NOT_DECIDED : range.verdict(estimate);
    }
}
