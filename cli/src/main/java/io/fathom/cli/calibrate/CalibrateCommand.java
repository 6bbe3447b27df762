package io.fathom.cli.calibrate;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.Version;
import io.fathom.cli.generated.GivenRecords;
import io.fathom.cli.generated.GivenRecords.GivenRecord;
import io.fathom.cli.options.BundleOption;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.training.ExitChoice;
import io.fathom.model.training.LabelledText;
import io.fathom.model.training.Recalibration;
import io.fathom.model.training.Split;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
                "Fit probabilities, rejection and exit policy of a bundle to held-out texts; weights stay as they are.",
        footer = {
            "",
            "Compares every exit signal, fits the exit probes, and recommends the cheapest policy whose accuracy is",
            "within the tolerance of full depth. Use texts that the model was neither trained nor tested on.",
            "",
            "Examples:",
            "  ./fathom calibrate --bundle my-bundle --data dev.tsv --out my-bundle",
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
    public Integer call() {
        requireShare("--tolerance", tolerance);
        requireShare("--in-scope-loss", inScopeLoss);
        ModelBundle model = bundle.read();
        List<LabelledText> records =
                data.read(Split.DEV).stream().map(GivenRecord::labelled).toList();
        Recalibration calibrated = Recalibration.of(model, records, inScopeLoss, tolerance, Version.NAME);
        ModelBundle written = BundleWriter.write(out, calibrated.parts());
        PrintWriter terminal = spec.commandLine().getOut();
        ComparisonTable.of(calibrated.depth().comparison(), tolerance).forEach(terminal::println);
        terminal.println();
        terminal.println(calibrated.depth().advice());
        terminal.println("wrote " + written.identity() + " to " + out);
        return ExitCodes.DONE;
    }

    private static void requireShare(String option, double value) {
        if (!(value >= 0 && value < 1)) {
            throw CommandException.usage(option + " must be at least 0 and below 1, but was " + value);
        }
    }
}
