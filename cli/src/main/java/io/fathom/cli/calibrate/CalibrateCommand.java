package io.fathom.cli.calibrate;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.Version;
import io.fathom.cli.frontier.FrontierPlot;
import io.fathom.cli.frontier.FrontierTable;
import io.fathom.cli.frontier.QualityUnit;
import io.fathom.cli.generated.GivenRecords;
import io.fathom.cli.generated.GivenRecords.GivenRecord;
import io.fathom.cli.options.BundleOption;
import io.fathom.cli.plot.Plot;
import io.fathom.cli.plot.PlotFiles;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TaskKind;
import io.fathom.model.depth.frontier.FrontierChoice;
import io.fathom.model.training.ExitChoice;
import io.fathom.model.training.LabelledText;
import io.fathom.model.training.LanguageFrontierStudy;
import io.fathom.model.training.LineReader;
import io.fathom.model.training.Recalibration;
import io.fathom.model.training.Split;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom calibrate}: the last step of training by itself, see {@link Recalibration}. */
@Command(
        name = "calibrate",
        sortOptions = false,
        description =
                "Fit probabilities, rejection, exit policy and the frontier of quality against compute of a bundle to"
                        + " held-out texts; weights stay as they are.",
        footer = {
            "",
            "Compares every exit signal, fits the exit probes, and solves for the frontier: for each price of compute the",
            "thresholds that are worth most, with what they cost and give on other texts (frontier.json of the bundle).",
            "Recommends the cheapest point of it whose accuracy is within the tolerance of the best.",
            "Use texts that the model was neither trained nor tested on; for a language model, which keeps its thresholds",
            "and gets a frontier only, one on every line.",
            "",
            "Examples:",
            "  ./fathom calibrate --bundle my-bundle --data dev.tsv --out my-bundle",
            "  ./fathom calibrate --bundle my-bundle --data dev.tsv --depth-zero train.tsv --out my-bundle",
            "  ./fathom calibrate --bundle bundles/parcels --generate parcels --out my-bundle",
        })
public final class CalibrateCommand implements Callable<Integer> {

    @Mixin
    private BundleOption bundle = new BundleOption();

    @Mixin
    private GivenRecords data = new GivenRecords();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            required = true,
            description = "Where to write the bundle; may be the bundle itself.")
    private Path out = Path.of("");

    @Mixin
    private DepthZeroOptions depthZero = new DepthZeroOptions();

    @Option(
            names = "--plot",
            paramLabel = "FOLDER",
            description = "Draw the frontier there, as frontier-ID.svg and frontier-ID.png.")
    private @Nullable Path plot;

    @Option(
            names = "--tolerance",
            paramLabel = "SHARE",
            defaultValue = "" + ExitChoice.TOLERANCE,
            description = "Accuracy that the recommended policy may give up. Default: ${DEFAULT-VALUE}.")
    private double tolerance;

    @Option(
            names = "--in-scope-loss",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description = "Share of in-scope texts that rejecting may cost. Default: ${DEFAULT-VALUE}.")
    private double inScopeLoss;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        requireShare("--tolerance", tolerance);
        requireShare("--in-scope-loss", inScopeLoss);
        ModelBundle model = bundle.read();
        if (model.model().task() == TaskKind.LANGUAGE_MODEL) {
            languageModel(model);
        } else {
            classifier(model);
        }
        return ExitCodes.DONE;
    }

    private void classifier(ModelBundle model) throws IOException {
        List<LabelledText> records =
                data.read(Split.DEV).stream().map(GivenRecord::labelled).toList();
        Recalibration calibrated = Recalibration.of(
                model, records, depthZero.ngrams(model, data, records), inScopeLoss, tolerance, Version.NAME);
        ModelBundle written = BundleWriter.write(out, calibrated.parts());
        PrintWriter terminal = spec.commandLine().getOut();
        ComparisonTable.of(calibrated.depth().comparison(), tolerance).forEach(terminal::println);
        terminal.println();
        terminal.println(calibrated.depth().advice());
        terminal.println();
        frontier(calibrated.depth().frontier(), written, terminal);
        terminal.println("wrote " + written.identity() + " to " + out);
    }

    private void languageModel(ModelBundle model) throws IOException {
        depthZero.refuse();
        LanguageFrontierStudy.Solved solved =
                LanguageFrontierStudy.solve(model, LineReader.read(data.file("lines of text")));
        ModelBundle written = BundleWriter.write(out, solved.parts());
        PrintWriter terminal = spec.commandLine().getOut();
        frontier(solved.choice(), written, terminal);
        terminal.println("wrote " + written.identity() + " to " + out);
    }

    private void frontier(FrontierChoice choice, ModelBundle written, PrintWriter terminal) throws IOException {
        QualityUnit unit = QualityUnit.of(written.model().task());
        FrontierTable.of(choice.frontier(), choice.references(), unit).forEach(terminal::println);
        if (plot == null) {
            return;
        }
        if (!PlotFiles.canDraw()) {
            throw CommandException.failed(
                    "--plot needs fonts to draw with, but Java finds none; install fontconfig and a"
                            + " font, or leave it out");
        }
        Plot drawn = FrontierPlot.of(written.identity().id(), choice.frontier(), choice.references(), unit);
        PlotFiles.write(drawn, plot);
        terminal.println("drew " + plot.resolve(drawn.name() + ".svg") + " and .png");
    }

    private static void requireShare(String option, double value) {
        if (!(value >= 0 && value < 1)) {
            throw CommandException.usage(option + " must be at least 0 and below 1, but was " + value);
        }
    }
}
