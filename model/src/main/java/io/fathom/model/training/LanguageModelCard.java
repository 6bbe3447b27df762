package io.fathom.model.training;

import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.SurpriseCalibration;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Writes the model card of a language model: for people, from the same values as the manifest. */
final class LanguageModelCard {
    /** Less than one in a hundred bits is not worth a cycle. */
    private static final double WORTH = 0.01;

    private LanguageModelCard() {}

    /** Name of the quality of an exit, counted from 1. */
    static String bitsPerCharacter(int cycles) {
        return "dev.cycles" + cycles + ".bitsPerCharacter";
    }

    static String of(ModelDescription model, DepthFrontier frontier, LanguagePlan plan, Trainer.Result result) {
        StringBuilder card = new StringBuilder();
        line(card, "# %s", model.id());
        line(card, "");
        line(
                card,
                "%s that reads a text from left to right and says how surprising it is: its score is",
                model.network().inWords());
        line(card, "in bits per character, and what is above a threshold is an anomaly. It has no labels.");
        line(card, "");
        line(card, "## Network");
        line(card, "");
        ModelCard.network(card, model, "byte-level BPE tokens, case and spaces kept");
        line(card, "");
        line(card, "## Data");
        line(card, "");
        TrainingData data = model.trainingData();
        line(card, "%s, licence %s. %s %s", data.name(), data.licence(), data.attribution(), data.source());
        line(card, "");
        line(
                card,
                "Weights and vocabulary come from the training lines; early stopping, thresholds and recommended depth");
        line(
                card,
                "from dev. No test data was used for any of them. What the training lines hold often is normal to this");
        line(card, "model, whatever it is: train it on lines that are free of what it is to find.");
        line(card, "");
        line(card, "## Quality on dev");
        line(card, "");
        quality(card, model, plan);
        line(card, "");
        line(card, "%s", depthAdvice(model));
        line(card, "");
        card.append(FrontierSection.ofBits(frontier));
        ModelCard.again(card, model, result, "a hundredth of a bit");
        return card.toString().lines().map(String::stripTrailing).reduce("", (all, l) -> all + l + "\n");
    }

    private static void quality(StringBuilder card, ModelDescription model, LanguagePlan plan) {
        List<Float> thresholds = ((SurpriseCalibration) model.calibration()).anomalyThresholds();
        line(card, "| cycles | bits per character | anomaly above |");
        line(card, "|---|---|---|");
        for (int c = 1; c <= model.architecture().maxCycles(); c++) {
            line(card, "| %d | %.3f | %.3f |", c, bits(model, c), thresholds.get(c - 1));
        }
        line(card, "");
        line(card, "The thresholds call at most %.1f %% of the dev lines an anomaly.", 100 * plan.falseAlarms());
    }

    /** Says in plain words whether depth pays on this data. */
    private static String depthAdvice(ModelDescription model) {
        int cycles = model.architecture().maxCycles();
        String deploy = model.exitPolicy() instanceof ExitPolicy.Fixed fixed
                ? "a fixed depth of " + fixed.cycles() + (fixed.cycles() == 1 ? " cycle" : " cycles")
                : "stopping by confidence, so that lines that go as expected take fewer cycles than strange ones";
        if (cycles == 1) {
            return "There is one depth only.";
        }
        double gain = 1 - bits(model, cycles) / bits(model, 1);
        return String.format(
                        Locale.ROOT,
                        gain < WORTH
                                ? "Depth does not pay on this data: %d cycles take %.1f %% off the bits of one cycle."
                                : "Depth pays on this data: %d cycles take %.1f %% off the bits of one cycle.",
                        cycles,
                        100 * gain)
                + " The cheapest way within one percent of full depth is recommended: " + deploy + ".";
    }

    private static double bits(ModelDescription model, int cycles) {
        return Objects.requireNonNull(model.quality().get(bitsPerCharacter(cycles)));
    }

    private static void line(StringBuilder card, String format, Object... values) {
        ModelCard.line(card, format, values);
    }
}
