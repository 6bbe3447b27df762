package io.fathom.cli.train;

import io.fathom.cli.options.WholeNumber;
import io.fathom.model.training.ClassifierRecipe;
import io.fathom.model.training.TrainingRecipe;
import picocli.CommandLine.Option;

/** How to train; the defaults are those of the bundle that ships. */
final class RecipeOptions {
    private static final double WARM_UP_SHARE = 0.1;
    private static final double CLIP_NORM = 1;
    private static final double BETA2 = 0.98;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "10000",
            converter = WholeNumber.Positive.class,
            description = "Steps of the optimiser. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of everything random. Default: ${DEFAULT-VALUE}.")
    private long seed;

    long seed() {
        return seed;
    }

    @Option(
            names = "--batch-rows",
            paramLabel = "N",
            defaultValue = "64",
            converter = WholeNumber.Positive.class,
            description = "Records of a step. Default: ${DEFAULT-VALUE}.")
    private int batchRows;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            defaultValue = "0.001",
            description = "Peak learning rate. Default: ${DEFAULT-VALUE}.")
    private double learningRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "RATE",
            defaultValue = "0.05",
            description = "Decoupled decay of the matrices. Default: ${DEFAULT-VALUE}.")
    private double weightDecay;

    @Option(
            names = "--dropout",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "Share of activations left out. Default: ${DEFAULT-VALUE}.")
    private double dropout;

    @Option(
            names = "--bpe-dropout",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of token merges left out. Default: ${DEFAULT-VALUE}.")
    private double bpeDropout;

    @Option(
            names = "--word-dropout",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of words left out. Default: ${DEFAULT-VALUE}.")
    private double wordDropout;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Probability spread over all labels. Default: ${DEFAULT-VALUE}.")
    private double labelSmoothing;

    @Option(
            names = "--consistency",
            paramLabel = "WEIGHT",
            defaultValue = "0",
            description = "Weight of agreement between two passes of a record (R-Drop). Default: ${DEFAULT-VALUE}.")
    private double consistency;

    @Option(
            names = "--averaging",
            paramLabel = "SHARE",
            defaultValue = "0.999",
            description = "Decay of the average of the weights, which is what is kept. Default: ${DEFAULT-VALUE}.")
    private double averaging;

    @Option(
            names = "--router-cost",
            paramLabel = "WEIGHT",
            defaultValue = "0.001",
            description = "Price of open token gates in the loss of networks with routers (tsa, combined)."
                    + " Default: ${DEFAULT-VALUE}.")
    private double routerCost;

    @Option(
            names = "--hard-gates",
            description = "Train routers behind hard gates, as they are served (straight-through); for fine-tuning.")
    private boolean hardGates;

    @Option(
            names = "--evaluate-every",
            paramLabel = "N",
            defaultValue = "500",
            converter = WholeNumber.Positive.class,
            description = "Steps between two looks at dev. Default: ${DEFAULT-VALUE}.")
    private int evaluateEvery;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "10",
            converter = WholeNumber.Positive.class,
            description = "Looks at dev without a better result before training stops. Default: ${DEFAULT-VALUE}.")
    private int patience;

    TrainingRecipe toRecipe() {
        return new TrainingRecipe(
                steps,
                batchRows,
                learningRate,
                WARM_UP_SHARE,
                weightDecay,
                CLIP_NORM,
                BETA2,
                dropout,
                averaging,
                evaluateEvery,
                patience,
                routerCost,
                hardGates,
                seed);
    }

    ClassifierRecipe toClassifierRecipe(TeacherOptions teachers) {
        return new ClassifierRecipe(
                bpeDropout, wordDropout, labelSmoothing, consistency, teachers.distillation(), teachers.spliceShare());
    }
}
