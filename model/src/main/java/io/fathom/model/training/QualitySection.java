package io.fathom.model.training;

import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.depth.ExitPolicySyntax;
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
        section.depthZero();
        section.signals(depth);
        section.text.append(FrontierSection.ofAccuracy(depth.frontier().frontier()));
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
        for (int c = model.calibration().firstDepth(); c <= model.architecture().maxCycles(); c++) {
            String prefix = "dev.cycles" + c + ".";
            String row = "| " + (c == 0 ? "0 (no layer)" : c) + " | " + percent(prefix + "inScopeAccuracy");
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

    private void depthZero() {
        model.calibration().depthZero().ifPresent(zero -> {
            line(
                    "Depth zero is a linear n-gram model (`ngrams.bin`) that answers before any layer runs, for %s TLOps a"
                            + " token; at every later exit the answer is the calibrated mix of both. Under the recommended"
                            + " policy %s of dev leave there, and %.2f layers run for each token.",
                    zero.tlopsPerToken(),
                    percent(DepthCalibration.DEPTH_ZERO_SHARE),
                    model.quality().getOrDefault("dev.policy.meanLayers", Double.NaN));
            line("");
        });
    }

    private void signals(DepthCalibration depth) {
        if (depth.comparison().rows().isEmpty() || model.architecture().maxCycles() == 1) {
            return;
        }
        ExitChoice choice = depth.choice();
        line(
                "Cheapest way of each exit signal to stay within %.1f points of the best depth, on dev (probes cross-fitted; layers"
                        + " are those run for each token, head and tail included; all answers count, rejections too):",
                100 * choice.tolerance());
        line("");
        line("| signal | policy | mean cycles | mean layers | accuracy |");
        line("|---|---|---|---|---|");
        for (ExitSignalComparison.Row row : depth.comparison().rows()) {
            Optional<ExitPoint> point = row.cheapest(choice.best().quality() - choice.tolerance());
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
                        ? "A linear n-gram model of the same data has %.1f %% on dev, %.1f points more than this model at its"
                                + " best: on this data it is the better choice."
                        : "A linear n-gram model of the same data has %.1f %% on dev, %.1f points less than this model at its"
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
