package io.fathom.cli.calibrate;

import io.fathom.model.depth.ExitPolicySyntax;
import io.fathom.model.training.ExitPoint;
import io.fathom.model.training.ExitSignalComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Exit signals side by side, for people. */
public final class ComparisonTable {
    private ComparisonTable() {}

    /**
     * One line a signal: the cheapest way of it to stay within a tolerance of the best depth, and how well it ranks settled
     * answers after each cycle.
     *
     * @param tolerance share of accuracy that may be given up
     */
    public static List<String> of(ExitSignalComparison comparison, double tolerance) {
        List<ExitPoint> fixed = comparison.row("fixed").curve();
        double least = fixed.stream().mapToDouble(ExitPoint::quality).max().orElseThrow() - tolerance;
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Cheapest within %.1f points of the best depth (layers: run for each token, head and tail included;",
                100 * tolerance));
        lines.add("AUC: how well the signal ranks answers that equal the full-depth answer, after each cycle):");
        lines.add(String.format(
                Locale.ROOT,
                "  %-26s %-34s %7s %7s %9s  %s",
                "signal",
                "policy",
                "cycles",
                "layers",
                "accuracy",
                "AUC"));
        for (ExitSignalComparison.Row row : comparison.rows()) {
            lines.add(line(row, row.cheapest(least)));
        }
        return lines;
    }

    private static String line(ExitSignalComparison.Row row, Optional<ExitPoint> cheapest) {
        String areas = row.areaUnderCurve().stream()
                .map(area -> area.isNaN() ? "-" : String.format(Locale.ROOT, "%.3f", area))
                .collect(Collectors.joining(" "));
        String policy =
                cheapest.map(ExitPoint::policy).map(ExitPolicySyntax::format).orElse("-");
        String figures = cheapest.map(point -> String.format(
                        Locale.ROOT, "%7.2f %7.2f %9.1f", point.cycles(), point.layers(), 100 * point.quality()))
                .orElse(String.format(Locale.ROOT, "%7s %7s %9s", "-", "-", "-"));
        return String.format(Locale.ROOT, "  %-26s %-34s %s  %s", row.signal(), policy, figures, areas)
                .stripTrailing();
    }
}
