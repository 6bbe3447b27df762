package io.fathom.cli.train;

import io.fathom.cli.CommandException;
import io.fathom.cli.options.NameOf;
import io.fathom.model.text.Normalization;
import io.fathom.model.training.ExitTraining;
import io.fathom.model.training.LanguageRecipe;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** What only language models have. */
final class LanguageOptions {
    /** What other options stand for where they are not given. */
    static final Map<String, Object> DEFAULTS = Map.of(
            "--vocabulary", 512,
            "--max-tokens", 128,
            "--learning-rate", 0.002,
            "--dropout", 0.1,
            "--averaging", 0.99,
            "--steps", 2000,
            "--evaluate-every", 200,
            "--batch-rows", 32);

    private static final List<String> OWN = List.of("--exits", "--false-alarms", "--lower-case");
    private static final List<String> OF_CLASSIFIERS = List.of(
            "--generate",
            "--pooling",
            "--in-scope-loss",
            "--depth-zero",
            "--teachers",
            "--teacher-steps",
            "--distillation",
            "--splice-share",
            "--bpe-dropout",
            "--word-dropout",
            "--label-smoothing",
            "--consistency");

    @Option(
            names = "--exits",
            paramLabel = "WHICH",
            defaultValue = "random",
            converter = ExitsName.class,
            description =
                    "Exits that a step of a language model learns from: final, random (one drawn each step) or all."
                            + " Default: ${DEFAULT-VALUE}.")
    private ExitTraining exits = ExitTraining.RANDOM;

    @Option(
            names = "--false-alarms",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description = "Share of the dev lines that a language model may call anomalies. Default: ${DEFAULT-VALUE}.")
    private double falseAlarms;

    @Option(
            names = "--lower-case",
            description =
                    "Read texts in lower case, as classifiers do: for a language model that one is to begin with.")
    private boolean lowerCase;

    private static final class ExitsName extends NameOf<ExitTraining> {
        private ExitsName() {
            super(ExitTraining.class);
        }
    }

    LanguageRecipe toRecipe() {
        return new LanguageRecipe(exits);
    }

    Normalization normalization() {
        return lowerCase ? Normalization.LOWER_CASE : Normalization.NONE;
    }

    double falseAlarms() {
        return falseAlarms;
    }

    /** Refuses options that would have no effect. */
    static void requireFit(boolean languageModel, ParseResult given) {
        for (String name : languageModel ? OF_CLASSIFIERS : OWN) {
            if (given.hasMatchedOption(name)) {
                throw CommandException.usage(name + " goes with --task "
                        + (languageModel ? "classification" : "language-model") + ", but --task was "
                        + (languageModel ? "language-model" : "classification") + "; leave one of them out");
            }
        }
    }
}
