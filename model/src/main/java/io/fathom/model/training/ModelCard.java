package io.fathom.model.training;

import io.fathom.model.bundle.LineageStep;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.TokenGate;
import java.util.Locale;

/** Writes the model card: for people, from the same values as the manifest. */
final class ModelCard {
    private ModelCard() {}

    static String of(ModelDescription model, DepthCalibration depth, ClassifierPlan plan, Trainer.Result result) {
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
        network(card, model, "byte-level BPE tokens, lower case");
        line(card, "");
        line(card, "## Data");
        line(card, "");
        line(card, "%s, licence %s. %s %s", data.name(), data.licence(), data.attribution(), data.source());
        line(card, "");
        line(
                card,
                "Weights and vocabulary come from the training split; early stopping, temperatures, exit probes and the");
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
        card.append(QualitySection.of(model, depth, plan.inScopeLoss()));
        again(card, model, result, "half a point");
        return card.toString().lines().map(String::stripTrailing).reduce("", (all, l) -> all + l + "\n");
    }

    /** @param vocabulary what its entries are */
    static void network(StringBuilder card, ModelDescription model, String vocabulary) {
        Architecture a = model.architecture();
        line(card, "| | |");
        line(card, "|---|---|");
        line(card, "| layers | %s |", a.stack().inWords());
        line(card, "| width, heads | %d, %d |", a.dim(), a.heads());
        line(card, "| projections | %s |", a.projections().inWords());
        if (a.routers()) {
            line(card, "| token gates | %s |", gates(model));
        }
        line(card, "| vocabulary | %d %s |", a.vocabulary(), vocabulary);
        line(card, "| longest text | %d tokens; what is longer is cut off and marked | ", a.maxTokens());
        line(card, "| parameters | %,d |", a.parameterCount());
        for (LineageStep step : model.lineage()) {
            line(card, "");
            line(card, "Made from %s: %s.", step.parent(), step.detail());
        }
    }

    /** @param within how far the figures of another run may be */
    static void again(StringBuilder card, ModelDescription model, Trainer.Result result, String within) {
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
        line(card, "number of threads; expect the figures within %s.", within);
    }

    /** How routers gate tokens, and how many stay open: what hard gates do not compute in the feed-forward. */
    private static String gates(ModelDescription model) {
        return String.format(
                Locale.ROOT,
                "%s; open on dev: %s of tokens and layers (soft gates: %s)",
                model.tokenGate() instanceof TokenGate.Hard hard
                        ? "hard, a token takes a layer if its probability of halting is below " + hard.threshold()
                        : "soft",
                QualitySection.percent(model, OpenShare.SERVED),
                QualitySection.percent(model, OpenShare.SOFT));
    }

    /** The card of a model that was calibrated anew: the same but for the section on quality. */
    static String recalibrated(String card, ModelDescription model, DepthCalibration depth, double inScopeLoss) {
        int from = card.indexOf(QualitySection.TITLE);
        int to = from < 0 ? -1 : card.indexOf("\n## ", from);
        String section = QualitySection.of(model, depth, inScopeLoss);
        return from < 0
                ? card + "\n" + section
                : card.substring(0, from) + section + (to < 0 ? "" : card.substring(to + 1));
    }

    static void line(StringBuilder card, String format, Object... values) {
        card.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
