package io.fathom.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.kafka.OutputConsumer;
import io.fathom.cli.options.BundleOption;
import io.fathom.cli.options.EngineFlags;
import io.fathom.cli.options.WholeNumber;
import io.fathom.cli.terminal.Interruption;
import io.fathom.cli.terminal.Tty;
import io.fathom.job.config.JobConfig;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitPolicySyntax;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom demo}: broker and job in this process, events in, predictions out, watched live or checked at the end. */
@Command(
        name = "demo",
        description = "Run the whole of Fathom in this process: a Kafka broker, the Flink job and a stream of customer"
                + " requests, with a live view of how deep the model goes.",
        footer = {
            "",
            "Examples:",
            "  ./fathom demo",
            "  ./fathom demo --rate 500 --exit-policy confidence:0.8",
            "  ./fathom demo --headless --events 2000",
            "  ./fathom demo --scenario surge",
            "  tail -f requests.log | ./fathom demo --stdin",
        })
public final class DemoCommand implements Callable<Integer> {

    @Mixin
    private BundleOption bundle = new BundleOption();

    @Mixin
    private EngineFlags engine = new EngineFlags();

    @Mixin
    private DemoOptions options = new DemoOptions();

    @Mixin
    private SurgeOptions surge = new SurgeOptions();

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "2",
            converter = WholeNumber.Parallelism.class,
            description = "Subtasks of the job, and partitions of its topics. Default: ${DEFAULT-VALUE}.")
    private int parallelism;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        options.check();
        ModelBundle model = bundle.readOr(options.scenario().bundle());
        return options.scenario() == Scenario.SURGE ? surge(model) : stream(model);
    }

    private int surge(ModelBundle model) throws Exception {
        try (Interruption interruption = Interruption.listen()) {
            SurgeScenario scenario = new SurgeScenario(
                    model,
                    engine,
                    parallelism,
                    surge,
                    options.seed(),
                    () -> options.generated(model),
                    interruption,
                    plan -> display(plan, interruption),
                    err()::println);
            Optional<SurgeScenario.Outcome> outcome = scenario.run();
            if (outcome.isEmpty()) {
                err().println("stopped");
                return interruption.exitCode();
            }
            SurgeReport report = outcome.get().surge();
            if (options.headless()) {
                ObjectNode json = outcome.get().run().json();
                json.set("budget", report.json());
                out().println(json.toString());
            } else {
                out().println(report.summary());
            }
            return ExitCodes.DONE;
        }
    }

    private int stream(ModelBundle model) throws Exception {
        ExitPolicy policy = engine.exitPolicy(model);
        DemoPlan plan = options.plan(model, ExitPolicySyntax.format(policy), Tty.pipedInput());
        SentEvents sent = new SentEvents(EventIds.DEMO);
        try (Interruption interruption = Interruption.listen()) {
            err().println("starting a broker and the job ...");
            try (DemoJob job = DemoJob.start(DemoSettings.of(model, policy, engine), parallelism, interruption)) {
                DemoRun run = new DemoRun(plan, job, sent, interruption, System::nanoTime);
                DemoRun.End end = stream(run, plan, interruption);
                if (end == DemoRun.End.INTERRUPTED) {
                    err().println("stopped: " + DemoView.line(run.state().snapshot(System.nanoTime())));
                    return interruption.exitCode();
                }
                job.cancel();
                return options.headless() ? check(plan, job.config(), sent) : farewell(run.state(), end);
            }
        }
    }

    private DemoRun.End stream(DemoRun run, DemoPlan plan, Interruption interruption) throws InterruptedException {
        try (DemoDisplay display = display(plan, interruption)) {
            return run.run(display);
        }
    }

    private DemoDisplay display(DemoPlan plan, Interruption interruption) {
        return options.headless()
                ? DemoDisplay.progress(err(), plan.expected())
                : DemoDisplay.live(out(), interruption, System::nanoTime);
    }

    /** Reads everything back from the beginning, with a reader that has seen nothing yet. */
    private int check(DemoPlan plan, JobConfig config, SentEvents sent) {
        DemoReport report = new DemoReport(sent, plan.verdict(), plan.maxCycles());
        try (OutputConsumer consumer = new OutputConsumer(
                config.kafka().bootstrapServers(), config.kafka().topics(), config.wireFormat())) {
            consumer.readToEnd(record -> report.add(OutputRecords.of(record)));
        }
        out().println(report.json().toString());
        if (!report.clean()) {
            throw CommandException.failed(report.complaint());
        }
        return ExitCodes.DONE;
    }

    private int farewell(DemoState state, DemoRun.End end) {
        out().println(DemoView.line(state.snapshot(System.nanoTime())));
        if (end == DemoRun.End.STALLED) {
            throw CommandException.failed("every event must come out, but " + state.lag()
                    + " did not within a minute; run with --debug to see the log");
        }
        return ExitCodes.DONE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
