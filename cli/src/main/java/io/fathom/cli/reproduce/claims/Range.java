package io.fathom.cli.reproduce.claims;

import io.fathom.model.statistics.Estimate;

/** Where a claim says that a quantity lies; the ends belong to it. */
public record Range(double from, double to) {

    public Range {
        if (!(from <= to)) {
            throw new IllegalArgumentException("a range must not end before it begins, but was " + from + ".." + to);
        }
    }

    public static Range below(double limit) {
        return new Range(Double.NEGATIVE_INFINITY, limit);
    }

    public static Range above(double limit) {
        return new Range(limit, Double.POSITIVE_INFINITY);
    }

    public boolean contains(double value) {
        return from <= value && value <= to;
    }

    /** Holds where the whole interval lies within, does not where no part of it does. */
    Verdict verdict(Estimate estimate) {
        if (!estimate.isBounded()) {
            return Verdict.NOT_DECIDED;
        }
        if (from <= estimate.low() && estimate.high() <= to) {
            return Verdict.HOLDS;
        }
        return estimate.high() < from || estimate.low() > to ? Verdict.DOES_NOT_HOLD : Verdict.NOT_DECIDED;
    }

    /** In words, such as {@code at most 0}. */
    public String words(String unit) {
        if (Double.isInfinite(from)) {
            return "at most " + Figures.number(to) + unit;
        }
        return Double.isInfinite(to)
                ? "at least " + Figures.number(from) + unit
                : Figures.number(from) + " to " + Figures.number(to) + unit;
    }
}
