package io.fathom.cli.replay;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.options.BundleOption;
import io.fathom.cli.options.GivenFile;
import io.fathom.cli.options.WholeNumber;
import io.fathom.cli.terminal.ProgressBar;
import io.fathom.job.config.JobConfig;
import io.fathom.job.io.Preflight;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.engine.EngineOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom replay}: whether what was published can be computed again. */
@Command(
        name = "replay",
        description = {
            "Compute published predictions again, and list what differs.",
            "",
            "Reads predictions, telemetry and events of a job from its topics, and runs each text through the bundle to the"
                    + " cycles that its prediction names. Changes nothing."
        },
        footer = {
            "",
            "Example:",
            "  ./fathom replay --config job.yaml",
        })
public final class ReplayCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The job's configuration, YAML.")
    private Path config = Path.of("");

    @Option(
            names = "--bundle",
            paramLabel = "FOLDER",
            description =
                    "A bundle that made predictions, where it is not the one of the configuration; may be given more"
                            + " than once.")
    private List<Path> more = List.of();

    @Option(
            names = "--latest",
            paramLabel = "N",
            defaultValue = "100000",
            converter = WholeNumber.Positive.class,
            description = "Most predictions to compute again, the latest of the topic. Default: ${DEFAULT-VALUE}.")
    private int latest;

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            defaultValue = "1e-4",
            description = "Largest difference of two numbers that is none. Default: ${DEFAULT-VALUE}.")
    private double tolerance;

    @Option(names = "--json", description = "Print one JSON object as the last line, and no list.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!(tolerance >= 0)) {
            throw CommandException.usage("--tolerance must be at least 0, but was " + tolerance);
        }
        JobConfig job = JobConfig.load(GivenFile.of("--config", config, "the job's options"));
        ModelBundle own = ModelBundle.read(Path.of(job.engine().bundle()));
        Map<String, ModelBundle> bundles =
                new LinkedHashMap<>(Map.of(own.identity().version(), own));
        for (Path folder : more) {
            ModelBundle bundle = ModelBundle.read(
                    BundleOption.folderOf("--bundle", folder, "give the folder that 'fathom train --out' wrote"));
            bundles.put(bundle.identity().version(), bundle);
        }
        new Preflight(job.kafka(), job.preflightTimeout()).check();
        ReplayReport report = replay(job, bundles, own);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            report.differences().forEach(out::println);
            out.println(report.words());
        }
        if (report.replayed() == 0) {
            throw CommandException.failed("topic '" + job.kafka().topics().predictions()
                    + "' must hold predictions of the given bundles with their events, but of "
                    + (report.ofOtherModels() + report.withoutEvent()) + " predictions " + report.ofOtherModels()
                    + " are of other models and " + report.withoutEvent()
                    + " without their event; name the bundles with --bundle");
        }
        return report.different() == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private ReplayReport replay(JobConfig job, Map<String, ModelBundle> bundles, ModelBundle own)
            throws InterruptedException {
        EngineOptions options = job.engine().toOptions(own.exitPolicy(), OptionalInt.empty());
        PrintWriter err = spec.commandLine().getErr();
        List<Publication> publications = Publications.read(job, latest);
        try (ProgressBar progress = ProgressBar.on(err, "replaying", publications.size(), "predictions")) {
            return new Replay(bundles, options, tolerance).run(publications, done -> progress.update(done, ""));
        }
    }
}
