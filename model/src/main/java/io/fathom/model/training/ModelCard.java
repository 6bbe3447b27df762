package io.fathom.model.training;

import io.fathom.model.bundle.LineageStep;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.TokenGate;
import java.util.Locale;
import java.util.Map;

/** Writes the model card: for people, from the same values as the manifest. */
final class ModelCard {
    /** Accuracy on dev of a linear n-gram model of the same training data. */
    static final String LINEAR = "dev.linear.inScopeAccuracy";

    private ModelCard() {}

    static String of(ModelDescription model, ClassifierPlan plan, Trainer.Result result) {
        Architecture a = model.architecture();
        TrainingData data = model.trainingData();
        StringBuilder card = new StringBuilder();
        line(card, "# %s", model.id());
        line(card, "");
        line(
                card,
                "%s that gives a short text one of %d labels%s.",
                model.network().inWords(),
                model.labels().size(),
                model.calibration().rejectsOutOfScope()
                        ? " and rejects what is out of scope (label `"
                                + model.calibration().outOfScopeLabel() + "`)"
                        : "");
        line(card, "");
        line(card, "## Network");
        line(card, "");
        line(card, "| | |");
        line(card, "|---|---|");
        line(card, "| layers | %s |", a.stack().inWords());
        line(card, "| width, heads | %d, %d |", a.dim(), a.heads());
        line(card, "| projections | %s |", a.projections().inWords());
        if (a.routers()) {
            line(card, "| token gates | %s |", gates(model));
        }
        line(card, "| vocabulary | %d byte-level BPE tokens, lower case |", a.vocabulary());
        line(card, "| longest text | %d tokens; what is longer is cut off and marked | ", a.maxTokens());
        line(card, "| parameters | %,d |", a.parameterCount());
        line(card, "");
        for (LineageStep step : model.lineage()) {
            line(card, "Made from %s: %s.", step.parent(), step.detail());
            line(card, "");
        }
        line(card, "## Data");
        line(card, "");
        line(card, "%s, licence %s. %s %s", data.name(), data.licence(), data.attribution(), data.source());
        line(card, "");
        line(card, "Weights and vocabulary come from the training split; early stopping, temperatures and the");
        line(card, "out-of-scope threshold from dev. No test data was used for any of them.");
        line(card, "");
        if (plan.teachers() > 0) {
            line(
                    card,
                    "Learnt from the labels and from %d networks of its own kind that were trained first, with other seeds and"
                            + " one cycle, and a linear n-gram model (knowledge distillation).",
                    plan.teachers());
            line(card, "");
        }
        line(card, "## Quality on dev");
        line(card, "");
        quality(card, model, plan);
        line(card, "");
        line(card, "%s", depthAdvice(model));
        line(card, "");
        line(card, "%s", linearAdvice(model));
        line(card, "");
        line(card, "## Train it again");
        line(card, "");
        line(card, "```");
        line(card, "%s", model.recipe());
        line(card, "```");
        line(card, "");
        line(
                card,
                "Steps run: %d, kept: the averaged weights of step %d; steps skipped as not finite: %d.",
                result.steps(),
                result.bestStep(),
                result.skipped());
        line(
                card,
                "The command fixes everything but the order of floating-point sums, which depends on the processor and the");
        line(card, "number of threads; expect the figures within half a point.");
        return card.toString().lines().map(String::stripTrailing).reduce("", (all, l) -> all + l + "\n");
    }

    private static void quality(StringBuilder card, ModelDescription model, ClassifierPlan plan) {
        boolean rejects = model.calibration().rejectsOutOfScope();
        line(
                card,
                rejects
                        ? "| cycles | in-scope accuracy, nothing rejected | in-scope accuracy at the threshold | out-of-scope recall |"
                        : "| cycles | accuracy |");
        line(card, rejects ? "|---|---|---|---|" : "|---|---|");
        for (int c = 1; c <= model.architecture().maxCycles(); c++) {
            String prefix = "dev.cycles" + c + ".";
            String row = "| " + c + " | " + percent(model, prefix + "inScopeAccuracy");
            if (rejects) {
                row += " | " + percent(model, prefix + "inScopeAccuracyAtThreshold") + " | "
                        + percent(model, prefix + "outOfScopeRecall");
            }
            line(card, "%s |", row);
        }
        if (rejects) {
            line(card, "");
            line(
                    card,
                    "The threshold may cost %.1f points of in-scope accuracy on dev; it rejects what that buys.",
                    100 * plan.inScopeLoss());
        }
    }

    /** Says in plain words whether depth pays on this data. */
    private static String depthAdvice(ModelDescription model) {
        int cycles = model.architecture().maxCycles();
        double first = value(model.quality(), "dev.cycles1.inScopeAccuracy");
        double last = value(model.quality(), "dev.cycles" + cycles + ".inScopeAccuracy");
        return last - first < 0.01
                ? String.format(
                        Locale.ROOT,
                        "Depth does not pay on this data: %d cycles are %+.1f points from one cycle. One cycle is the depth to"
                                + " deploy where compute is short.",
                        cycles,
                        100 * (last - first))
                : String.format(
                        Locale.ROOT,
                        "Depth pays on this data: %d cycles are %+.1f points above one cycle.",
                        cycles,
                        100 * (last - first));
    }

    /** Says in plain words whether the network is worth its cost. */
    private static String linearAdvice(ModelDescription model) {
        double linear = value(model.quality(), LINEAR);
        double best = Double.NEGATIVE_INFINITY;
        for (int c = 1; c <= model.architecture().maxCycles(); c++) {
            best = Math.max(best, value(model.quality(), "dev.cycles" + c + ".inScopeAccuracy"));
        }
        return String.format(
                Locale.ROOT,
                best < linear
                        ? "A linear n-gram model of the same data has %.1f %% on dev, %.1f points more than this network at its"
                                + " best: on this data it is the better choice."
                        : "A linear n-gram model of the same data has %.1f %% on dev, %.1f points less than this network at its"
                                + " best.",
                100 * linear,
                100 * Math.abs(best - linear));
    }

    /** How routers gate tokens, and how many stay open: what hard gates do not compute in the feed-forward. */
    private static String gates(ModelDescription model) {
        return String.format(
                Locale.ROOT,
                "%s; open on dev: %s of tokens and layers (soft gates: %s)",
                model.tokenGate() instanceof TokenGate.Hard hard
                        ? "hard, a token takes a layer if its probability of halting is below " + hard.threshold()
                        : "soft",
                percent(model, ClassifierTraining.OPEN_SHARE),
                percent(model, ClassifierTraining.SOFT_OPEN_SHARE));
    }

    private static String percent(ModelDescription model, String name) {
        return model.quality().containsKey(name)
                ? String.format(Locale.ROOT, "%.1f %%", 100 * value(model.quality(), name))
                : "not measured";
    }

    private static double value(Map<String, Double> quality, String name) {
        Double value = quality.get(name);
        if (value == null) {
            throw new IllegalStateException("quality must hold '" + name + "', but holds " + quality.keySet());
        }
        return value;
    }

    private static void line(StringBuilder card, String format, Object... values) {
        card.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
