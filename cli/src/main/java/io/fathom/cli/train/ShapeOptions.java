package io.fathom.cli.train;

import io.fathom.cli.CommandException;
import io.fathom.cli.options.NameOf;
import io.fathom.cli.options.WholeNumber;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.nn.Readout;
import io.fathom.model.text.Normalization;
import io.fathom.model.training.ClassifierPlan;
import io.fathom.model.training.LanguagePlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The shape of the network. */
final class ShapeOptions {
    private static final int DEFAULT_CYCLES = 3;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "128",
            converter = WholeNumber.Positive.class,
            description = "Width of the network. Default: ${DEFAULT-VALUE}.")
    private int width;

    @Option(
            names = "--heads",
            paramLabel = "N",
            defaultValue = "4",
            converter = WholeNumber.Positive.class,
            description = "Attention heads; must divide the width. Default: ${DEFAULT-VALUE}.")
    private int heads;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "3",
            converter = WholeNumber.Positive.class,
            description =
                    "Layers with weights of their own; htc, ztt and combined cycle all but the first and the last."
                            + " Default: ${DEFAULT-VALUE}.")
    private int layers;

    @Option(
            names = "--cycles",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Most cycles. Default: 3 where the architecture cycles.")
    private @Nullable Integer cycles;

    @Option(
            names = "--vocabulary",
            paramLabel = "N",
            defaultValue = "3000",
            converter = WholeNumber.Positive.class,
            description = "Most token ids of the tokenizer, which is trained too; 258 makes every byte a token."
                    + " Default: ${DEFAULT-VALUE}, for a language model 512.")
    private int vocabulary;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "64",
            converter = WholeNumber.Positive.class,
            description =
                    "Most tokens of a text; what is longer is cut off. Default: ${DEFAULT-VALUE}, for a language model 128.")
    private int maxTokens;

    @Option(
            names = "--smear",
            paramLabel = "N",
            defaultValue = "0",
            converter = WholeNumber.NotNegative.class,
            description =
                    "Tokens in front that are bound to each token before the first layer. Default: ${DEFAULT-VALUE}.")
    private int smear;

    @Option(
            names = "--pooling",
            paramLabel = "NAME",
            defaultValue = "mean",
            converter = PoolingName.class,
            description = "From tokens to one vector: mean, mean-max, first or last. Default: ${DEFAULT-VALUE}.")
    private Readout.Pooling pooling = Readout.Pooling.MEAN;

    private static final class PoolingName extends NameOf<Readout.Pooling> {
        private PoolingName() {
            super(Readout.Pooling.class);
        }
    }

    ClassifierPlan.Shape toShape(NetworkKind kind) {
        int most = mostCycles(kind);
        return new ClassifierPlan.Shape(kind, vocabulary, maxTokens, smear, width, heads, layers, most, pooling);
    }

    LanguagePlan.Shape toLanguageShape(NetworkKind kind, Normalization normalization) {
        int most = mostCycles(kind);
        return new LanguagePlan.Shape(kind, normalization, vocabulary, maxTokens, smear, width, heads, layers, most);
    }

    /** Checks that the options fit each other. */
    private int mostCycles(NetworkKind kind) {
        if (width % heads != 0) {
            throw CommandException.usage("--heads must divide --width (" + width + "), but was " + heads);
        }
        String name = NameOf.format(kind);
        if (layers < kind.fewestLayers()) {
            throw CommandException.usage(
                    "--layers must be at least " + kind.fewestLayers() + " for " + name + ", but was " + layers);
        }
        if (cycles != null && cycles > 1 && !kind.cycles()) {
            throw CommandException.usage("--cycles must be 1 for " + name + ", which runs its layers once, but was "
                    + cycles + "; choose bc, htc, ztt or combined to cycle");
        }
        return cycles == null ? (kind.cycles() ? DEFAULT_CYCLES : 1) : cycles;
    }
}
