package io.fathom.model.training;

import static io.fathom.model.training.ModelCard.line;

import io.fathom.model.base.BaseEncoder;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.TrainingData;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The model card of a classifier on a pre-trained encoder. */
final class EncoderCard {
    private EncoderCard() {}

    static String of(
            ModelDescription model,
            BaseEncoder base,
            DepthCalibration depth,
            EncoderPlan plan,
            List<ExitHeads.Head> heads) {
        TrainingData data = model.trainingData();
        StringBuilder card = new StringBuilder();
        line(card, "# %s", model.id());
        line(card, "");
        line(
                card,
                "The pre-trained encoder `%s` with a classifier after each of its layers, that gives a text one of %d labels%s.",
                base.name(),
                model.labels().size(),
                model.calibration().rejectsOutOfScope()
                        ? " and rejects what is out of scope (label `"
                                + model.calibration().outOfScopeLabel() + "`)"
                        : "");
        line(card, "");
        line(card, "## Network");
        line(card, "");
        ModelCard.network(card, model, "tokens of the encoder's own vocabulary");
        line(card, "");
        line(
                card,
                "Base: %s, licence %s, %s.",
                base.reference(),
                base.origin().licence(),
                base.origin().model());
        line(card, "Its weights are as they were; this bundle holds the classifiers and the n-gram model only.");
        line(card, "");
        line(card, "## Data");
        line(card, "");
        line(card, "%s, licence %s. %s %s", data.name(), data.licence(), data.attribution(), data.source());
        line(card, "");
        line(
                card,
                "Classifiers and n-gram model come from the training split; the classifiers' L2, the mix of both, temperatures,");
        line(card, "the out-of-scope threshold and the frontier from dev. No test data was used for any of them.");
        line(
                card,
                "L2 of each exit: %s.",
                heads.stream()
                        .map(h -> String.format(Locale.ROOT, "%.0f", h.l2()))
                        .collect(Collectors.joining(", ")));
        line(card, "");
        card.append(QualitySection.of(model, depth, plan.inScopeLoss()));
        line(card, "## Train it again");
        line(card, "");
        line(card, "```");
        line(card, "%s", model.recipe());
        line(card, "```");
        return card.toString().lines().map(String::stripTrailing).reduce("", (all, l) -> all + l + "\n");
    }
}
