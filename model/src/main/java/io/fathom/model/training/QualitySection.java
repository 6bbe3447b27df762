package io.fathom.model.training;

import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicySyntax;
import io.fathom.model.statistics.Estimate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The part of a model card that held-out data decides. */
final class QualitySection {
    static final String TITLE = "## Quality on dev\n";

    /** Accuracy on dev of a linear n-gram model of the same training data. */
    static final String LINEAR = "dev.linear.inScopeAccuracy";

    private final StringBuilder text = new StringBuilder(TITLE);
    private final ModelDescription model;

    private QualitySection(ModelDescription model) {
        this.model = model;
    }

    /** The section with its title and an empty line at its end. */
    static String of(ModelDescription model, DepthCalibration depth, double inScopeLoss) {
        QualitySection section = new QualitySection(model);
        section.line("");
        section.exits(inScopeLoss);
        section.line("");
        section.line("%s", depth.advice());
        section.line("");
        section.signals(depth);
        section.frontier(depth.frontier().frontier());
        section.linear();
        return section.text.toString();
    }

    private void exits(double inScopeLoss) {
        boolean rejects = model.calibration().rejectsOutOfScope();
        line(
                rejects
                        ? "| cycles | in-scope accuracy, nothing rejected | in-scope accuracy at the threshold | out-of-scope recall |"
                        : "| cycles | accuracy |");
        line(rejects ? "|---|---|---|---|" : "|---|---|");
        for (int c = 1; c <= model.architecture().maxCycles(); c++) {
            String prefix = "dev.cycles" + c + ".";
            String row = "| " + c + " | " + percent(prefix + "inScopeAccuracy");
            if (rejects) {
                row += " | " + percent(prefix + "inScopeAccuracyAtThreshold") + " | "
                        + percent(prefix + "outOfScopeRecall");
            }
            line("%s |", row);
        }
        if (rejects) {
            line("");
            line(
                    "The threshold may cost %.1f points of in-scope accuracy on dev; it rejects what that buys.",
                    100 * inScopeLoss);
        }
    }

    private void signals(DepthCalibration depth) {
        if (depth.comparison().rows().isEmpty() || model.architecture().maxCycles() == 1) {
            return;
        }
        ExitChoice choice = depth.choice();
        line(
                "Cheapest way of each exit signal to stay within %.1f points of full depth, on dev (probes cross-fitted; layers"
                        + " are those run for each token, head and tail included; all answers count, rejections too):",
                100 * choice.tolerance());
        line("");
        line("| signal | policy | mean cycles | mean layers | accuracy |");
        line("|---|---|---|---|---|");
        for (ExitSignalComparison.Row row : depth.comparison().rows()) {
            Optional<ExitPoint> point = row.cheapest(choice.full().quality() - choice.tolerance());
            line(
                    "| %s | %s | %s |",
                    row.signal(),
                    point.map(ExitPoint::policy).map(ExitPolicySyntax::format).orElse("-"),
                    point.map(p -> String.format(
                                    Locale.ROOT, "%.2f | %.2f | %.1f %%", p.cycles(), p.layers(), 100 * p.quality()))
                            .orElse("- | - | -"));
        }
        line("");
    }

    private void frontier(DepthFrontier frontier) {
        int records = frontier.point(0).cost().samples();
        if (frontier.size() == 1) {
            line(
                    "The frontier of quality against compute (`frontier.json`) has one point, %.2f TLOps a token: nothing that"
                            + " costs more is better by more than the noise of %,d records, so a budget has nothing to choose"
                            + " from.",
                    frontier.point(0).cost().mean(), records);
            line("");
            return;
        }
        line(
                "Frontier of quality against compute (`frontier.json`), by the score `%s`: thresholds for each cycle that are"
                        + " worth most at a price of compute. With 95 %% all points of another sample of %,d records lie in"
                        + " their intervals.",
                frontier.score().scoreName(), records);
        line("");
        line("| point | TLOps per token | accuracy |");
        line("|---|---|---|");
        for (int i = 0; i < frontier.size(); i++) {
            Estimate cost = frontier.point(i).cost();
            Estimate quality = frontier.point(i).quality();
            line(
                    "| %d | %.2f (%.2f to %.2f) | %.1f %% (%.1f to %.1f) |",
                    i,
                    cost.mean(),
                    cost.low(),
                    cost.high(),
                    100 * quality.mean(),
                    100 * quality.low(),
                    100 * quality.high());
        }
        line("");
    }

    /** Says in plain words whether the network is worth its cost. */
    private void linear() {
        Map<String, Double> quality = model.quality();
        Double linear = quality.get(LINEAR);
        if (linear == null) {
            return;
        }
        double best = Double.NEGATIVE_INFINITY;
        for (int c = 1; c <= model.architecture().maxCycles(); c++) {
            best = Math.max(best, quality.getOrDefault("dev.cycles" + c + ".inScopeAccuracy", best));
        }
        line(
                best < linear
                        ? "A linear n-gram model of the same data has %.1f %% on dev, %.1f points more than this network at its"
                                + " best: on this data it is the better choice."
                        : "A linear n-gram model of the same data has %.1f %% on dev, %.1f points less than this network at its"
                                + " best.",
                100 * linear,
                100 * Math.abs(best - linear));
        line("");
    }

    private String percent(String name) {
        return percent(model, name);
    }

    static String percent(ModelDescription model, String name) {
        Double value = model.quality().get(name);
        return value == null ? "not measured" : String.format(Locale.ROOT, "%.1f %%", 100 * value);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
