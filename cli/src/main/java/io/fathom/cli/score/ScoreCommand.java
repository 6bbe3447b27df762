package io.fathom.cli.score;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.options.BundleOption;
import io.fathom.cli.options.EngineFlags;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.text.Tokenizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom score}. */
@Command(
        name = "score",
        description = {
            "Score texts: one a line on standard input, one JSON object a line on standard output, in the same order.",
            "A line's id is its number."
        },
        footer = {
            "",
            "Example:",
            "  echo 'move 20 dollars to savings' | ./fathom score",
        })
public final class ScoreCommand implements Callable<Integer> {

    @Mixin
    private BundleOption bundle = new BundleOption();

    @Mixin
    private EngineFlags flags = new EngineFlags();

    @Option(
            names = "--explain",
            description =
                    "Tell where an answer comes from: of a language model, the bits of every piece of the text; of one with"
                            + " hard token gates, the layers that each token ran.")
    private boolean explain;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ModelBundle model = bundle.read();
        try (ScoringEngine engine = ScoringEngines.open(model, flags.toEngineOptions(model));
                Tokenizer tokenizer = explain ? model.openTokenizer() : null) {
            TokenTexts texts = tokenizer == null
                    ? null
                    : new TokenTexts(tokenizer, model.architecture().maxTokens());
            LineScorer.Tally tally = new LineScorer(engine, out, texts).score(System.in);
            if (tally.failed() > 0) {
                throw CommandException.failed("scoring failed for " + tally.failed() + " of "
                        + (tally.answered() + tally.failed()) + " lines; their output lines say why");
            }
        }
        return ExitCodes.DONE;
    }
}
