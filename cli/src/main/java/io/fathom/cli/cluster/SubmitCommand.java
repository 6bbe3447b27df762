package io.fathom.cli.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.demo.DemoTraffic;
import io.fathom.cli.options.BundleOption;
import io.fathom.cli.options.WholeNumber;
import io.fathom.cli.terminal.Interruption;
import io.fathom.model.bundle.ModelBundle;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom cluster submit}: the job jar to the cluster, and events to the job. */
@Command(
        name = "submit",
        description =
                "Submit the job, and return when it works. With --demo-events send made-up events as well, and return"
                        + " when every one of them has come through exactly once.",
        footer = {
            "",
            "Examples:",
            "  ./fathom cluster submit --demo-events 5000",
            "  ./fathom cluster submit --name second --bundle bundles/parcels",
            "  ./fathom cluster submit --set fathom.budget.tlops-per-second=500000",
        })
final class SubmitCommand implements Callable<Integer> {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,39}";

    @Mixin
    private FolderOption folder = new FolderOption();

    @Mixin
    private BundleOption bundle = new BundleOption();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = JobFile.DEFAULT_NAME,
            description =
                    "What to call the job. Its topics, consumer group and transactions are called after it, so that"
                            + " jobs do not meet. Default: ${DEFAULT-VALUE}, with plain names for its topics.")
    private String name = JobFile.DEFAULT_NAME;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            converter = WholeNumber.Parallelism.class,
            description = "Subtasks of the job. Default: one for each TaskManager.")
    private @Nullable Integer parallelism;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "An option of the job. May be given more than once.")
    private Map<String, String> more = new LinkedHashMap<>();

    @Option(
            names = "--demo-events",
            paramLabel = "N",
            converter = WholeNumber.Positive.class,
            description = "Send this many made-up events, and wait for what comes of them.")
    private @Nullable Integer events;

    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = WholeNumber.NotNegative.class,
            description = "Made-up events per second, 0 for as fast as possible. Default: 0.")
    private @Nullable Integer rate;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of what is made up. Default: 1.")
    private @Nullable Long seed;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What is wrong with the options whatever the cluster is like. */
    private void check() {
        if (!name.matches(NAME)) {
            throw CommandException.usage("--name must be up to 40 small letters, digits and hyphens, but was '" + name
                    + "'; give one such as 'second'");
        }
        if (events == null && (rate != null || seed != null)) {
            throw CommandException.usage("--rate and --seed must come with --demo-events, which makes up events, but it"
                    + " was not given; add --demo-events 5000 for example, or leave them out");
        }
        if (more.containsKey("")) {
            throw CommandException.usage(
                    "--set must be KEY=VALUE, but was '=" + more.get("") + "'; see 'fathom cluster submit --help'");
        }
    }

    @Override
    public Integer call() throws Exception {
        check();
        ClusterFolder cluster = folder.folder();
        ClusterState state = cluster.working();
        ModelBundle model = bundle.read();
        model.findBase(); // the TaskManagers look for it in the same places
        int subtasks = parallelism == null ? state.taskManagers() : parallelism;
        try (Interruption interruption = Interruption.listen()) {
            Submission submission = new Submission(cluster, state, Installation.find());
            Optional<SubmittedJob> job = submission.submit(name, subtasks, model.folder(), more, interruption);
            return job.isEmpty() ? interrupted(interruption) : feed(job.get(), model, interruption);
        }
    }

    private int feed(SubmittedJob job, ModelBundle model, Interruption interruption) throws InterruptedException {
        ObjectNode result =
                JsonNodeFactory.instance.objectNode().put("job", job.id()).put("name", name);
        if (events != null) {
            err().println("sending " + events + " events to job '" + name + "' ...");
            Optional<ObjectNode> figures = new DemoTraffic(
                            model, events, rate == null ? 0 : rate, seed == null ? 1 : seed)
                    .through(job, "demo-" + job.id(), interruption, err());
            if (figures.isEmpty()) {
                return interrupted(interruption);
            }
            result.setAll(figures.get());
        }
        spec.commandLine().getOut().println(json ? result.toString() : summary(job, result));
        return ExitCodes.DONE;
    }

    private String summary(SubmittedJob job, ObjectNode result) {
        String submitted = "submitted: job '" + name + "' (" + job.id() + ") reads topic '"
                + job.config().kafka().topics().events() + "' of "
                + job.config().kafka().bootstrapServers();
        return events == null
                ? submitted
                : submitted + "\nthrough: " + result.path("events") + " events, " + result.path("predictions")
                        + " predictions, " + result.path("deadLetters") + " dead letters, "
                        + result.path("lost") + " lost, " + result.path("duplicated") + " duplicated, mean cycles "
                        + result.path("meanCycles") + ", "
                        + Math.round(result.path("recordsPerSecond").asDouble())
                        + " records/s";
    }

    /** Nothing is taken back. */
    private int interrupted(Interruption interruption) {
        err().println("stopped waiting: what was submitted stays, 'fathom cluster cancel' ends it");
        return interruption.exitCode();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
