package io.fathom.cli.frontier;

import io.fathom.model.bundle.TaskKind;
import io.fathom.model.statistics.Estimate;
import java.util.Locale;

/** What quality is called and how it is written. */
public enum QualityUnit {
    /** The share of right answers, as percent. */
    ACCURACY("accuracy", "%.1f", 100),
    /** Bits a character, which quality has the sign of turned around. */
    BITS_PER_CHARACTER("bits/char", "%.3f", -1);

    private final String title;
    private final String format;
    private final double factor;

    QualityUnit(String title, String format, double factor) {
        this.title = title;
        this.format = format;
        this.factor = factor;
    }

    public static QualityUnit of(TaskKind task) {
        return task == TaskKind.LANGUAGE_MODEL ? BITS_PER_CHARACTER : ACCURACY;
    }

    public String title() {
        return title;
    }

    /** A quality in the unit. */
    double value(double quality) {
        return factor * quality;
    }

    String format(double quality) {
        return String.format(Locale.ROOT, format, value(quality));
    }

    /** The ends of an interval, the smaller number first. */
    String ends(Estimate quality) {
        return factor > 0
                ? format(quality.low()) + " .. " + format(quality.high())
                : format(quality.high()) + " .. " + format(quality.low());
    }
}
