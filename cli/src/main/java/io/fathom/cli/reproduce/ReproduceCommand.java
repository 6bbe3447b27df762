package io.fathom.cli.reproduce;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.options.GivenFile;
import io.fathom.cli.options.WholeNumber;
import io.fathom.cli.reproduce.claims.Catalogue;
import io.fathom.cli.reproduce.claims.Claim;
import io.fathom.cli.reproduce.claims.Claims;
import io.fathom.cli.reproduce.claims.Size;
import io.fathom.cli.reproduce.pages.Pages;
import io.fathom.cli.reproduce.pages.PaperPlots;
import io.fathom.cli.reproduce.results.ResultsFile;
import io.fathom.cli.reproduce.results.RunKey;
import io.fathom.cli.reproduce.results.Runs;
import io.fathom.cli.terminal.Interruption;
import io.fathom.cli.terminal.ProgressBar;
import io.fathom.model.training.experiment.ExperimentText;
import io.fathom.model.training.experiment.Experiments;
import io.fathom.model.training.experiment.GeneratedText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom reproduce}: the papers' claims put to the test. */
@Command(
        name = "reproduce",
        sortOptions = false,
        description = {
            "Put the papers' claims to the test: train what they compare with several seeds, and say of each claim whether it"
                    + " holds, does not hold, or is not decided at this size.",
            "Every run is kept in runs.csv as soon as it is done and is not run again, so a stopped reproduction goes on with"
                    + " the same command."
        },
        footer = {
            "",
            "Examples:",
            "  ./fathom reproduce --quick",
            "  ./fathom reproduce --data input.txt --only Z1,Z2",
        })
public final class ReproduceCommand implements Callable<Integer> {
    private static final String RUNS = "runs.csv";

    @Option(names = "--quick", description = "Minutes instead of hours; shows that all runs, decides nothing.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "CLAIMS",
            split = ",",
            description = "Run what these claims need, such as Z1,T2. Default: all.")
    private String[] only = {};

    @Option(
            names = "--seeds",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Seeds 1 to N; a verdict needs 5. Default: 5, or 2 with --quick.")
    private @Nullable Integer seeds;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "UTF-8 text that language models learn. Default: a generated one.")
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where runs.csv and the pages are. Default: docs/results/claims beside the launcher, or"
                    + " .fathom/reproduce-quick with --quick.")
    private @Nullable Path out;

    @Option(names = "--report", description = "Run nothing; write the pages from runs.csv again.")
    private boolean report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Size size = quick ? Size.QUICK : Size.FULL;
        Catalogue catalogue = Claims.at(size);
        List<Claim> claims = chosen(catalogue);
        Path folder = folder();
        Pages pages = new Pages(catalogue, new PaperPlots(catalogue), commandLine(), size.words());
        if (report) {
            Runs runs = ResultsFile.read(folder.resolve(RUNS), new Recipes(catalogue, Optional.empty()));
            write(pages, claims, runs, folder);
            return ExitCodes.DONE;
        }
        ExperimentText text = text(size);
        try (ResultsFile file = ResultsFile.open(
                        folder.resolve(RUNS), new Recipes(catalogue, Optional.of(text.fingerprint())));
                Interruption interruption = Interruption.listen()) {
            boolean complete = run(catalogue, claims, size, text, file, interruption);
            write(pages, claims, file.runs(), folder);
            if (!complete) {
                spec.commandLine().getErr().println("stopped; the same command goes on where it was");
                return interruption.exitCode();
            }
            return ExitCodes.DONE;
        }
    }

    private boolean run(
            Catalogue catalogue,
            List<Claim> claims,
            Size size,
            ExperimentText text,
            ResultsFile file,
            Interruption interruption)
            throws IOException {
        // DJL reads it when it is loaded, which is later.
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        RunPlan plan = new RunPlan(catalogue, claims, seeds == null ? size.seeds() : seeds);
        List<RunKey> pending = plan.pending(file.runs());
        if (pending.isEmpty()) {
            return true;
        }
        long work = plan.work(pending);
        try (ProgressBar bar = ProgressBar.on(spec.commandLine().getErr(), "reproducing", work, "")) {
            bar.prepare(pending.size() + " runs");
            Reproduction reproduction = new Reproduction(
                    catalogue,
                    new Recipes(catalogue, Optional.of(text.fingerprint())),
                    text,
                    Machine.describe(Experiments.engine()),
                    System::nanoTime);
            return reproduction.run(
                    pending, file, new ReproduceProgress(bar, interruption, System::nanoTime, pending.size(), work));
        }
    }

    private List<Claim> chosen(Catalogue catalogue) {
        List<String> known = catalogue.claims().stream().map(Claim::id).toList();
        List<String> wanted =
                Arrays.stream(only).map(id -> id.toUpperCase(Locale.ROOT)).toList();
        for (String id : wanted) {
            if (!known.contains(id)) {
                throw CommandException.usage(
                        "--only must name claims among " + String.join(", ", known) + ", but was '" + id + "'");
            }
        }
        return catalogue.claims().stream()
                .filter(claim -> wanted.isEmpty() || wanted.contains(claim.id()))
                .toList();
    }

    private Path folder() {
        if (out != null) {
            return out;
        }
        Path home = Path.of(System.getProperty("fathom.home", ""));
        return home.resolve(quick ? ".fathom/reproduce-quick" : "docs/results/claims");
    }

    private ExperimentText text(Size size) throws IOException {
        if (data == null) {
            return ExperimentText.of("generated", GeneratedText.of(size.characters(), GeneratedText.SEED));
        }
        Path file = GivenFile.of("--data", data, "UTF-8 text");
        return ExperimentText.of("file", Files.readString(file));
    }

    /** What was run, for the pages; without where it was. */
    private String commandLine() {
        return "./fathom reproduce" + (quick ? " --quick" : "");
    }

    private void write(Pages pages, List<Claim> claims, Runs runs, Path folder) throws IOException {
        if (!pages.write(runs, folder)) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "the pages have no plots, because Java finds no fonts here; install fontconfig and a font, then"
                                    + " run the same command with --report");
        }
        PrintWriter terminal = spec.commandLine().getOut();
        for (Claim claim : claims) {
            terminal.println(
                    String.format(Locale.ROOT, "%-3s %-24s %s", claim.id(), claim.verdict(runs), claim.sentence()));
        }
        terminal.println("pages: " + folder.resolve("README.md"));
    }
}
