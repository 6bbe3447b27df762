package io.fathom.cli.train;

import io.fathom.cli.CommandException;
import io.fathom.cli.options.NameOf;
import io.fathom.cli.options.WholeNumber;
import io.fathom.model.nn.Architecture;
import io.fathom.model.training.ClassifierPlan;
import picocli.CommandLine.Option;

/** The shape of the network. */
final class ShapeOptions {

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
            names = "--middle-layers",
            paramLabel = "N",
            defaultValue = "1",
            converter = WholeNumber.Positive.class,
            description = "Shared layers that a cycle runs. Default: ${DEFAULT-VALUE}.")
    private int middleLayers;

    @Option(
            names = "--cycles",
            paramLabel = "N",
            defaultValue = "3",
            converter = WholeNumber.Positive.class,
            description = "Most cycles. Default: ${DEFAULT-VALUE}.")
    private int cycles;

    @Option(
            names = "--vocabulary",
            paramLabel = "N",
            defaultValue = "3000",
            converter = WholeNumber.Positive.class,
            description = "Most token ids of the tokenizer, which is trained too. Default: ${DEFAULT-VALUE}.")
    private int vocabulary;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "64",
            converter = WholeNumber.Positive.class,
            description = "Most tokens of a text; what is longer is cut off. Default: ${DEFAULT-VALUE}.")
    private int maxTokens;

    @Option(
            names = "--pooling",
            paramLabel = "NAME",
            defaultValue = "mean",
            converter = PoolingName.class,
            description = "From tokens to one vector: mean, mean-max or first. Default: ${DEFAULT-VALUE}.")
    private Architecture.Pooling pooling = Architecture.Pooling.MEAN;

    private static final class PoolingName extends NameOf<Architecture.Pooling> {
        private PoolingName() {
            super(Architecture.Pooling.class);
        }
    }

    ClassifierPlan.Shape toShape() {
        if (width % heads != 0) {
            throw CommandException.usage("--heads must divide --width (" + width + "), but was " + heads);
        }
        return new ClassifierPlan.Shape(vocabulary, maxTokens, width, heads, middleLayers, cycles, pooling);
    }
}
