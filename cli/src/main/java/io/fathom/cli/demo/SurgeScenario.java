package io.fathom.cli.demo;

import io.fathom.cli.CommandException;
import io.fathom.cli.kafka.OutputConsumer;
import io.fathom.cli.options.EngineFlags;
import io.fathom.cli.terminal.Interruption;
import io.fathom.job.config.JobConfig;
import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.Overspend;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.depth.ExitPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;

/**
 * The surge: the capacity of this machine at full depth; then a base load, ten times as much, and the base load again,
 * under a budget; then the same arrivals at fixed full depth. Each on a job and a broker of its own.
 */
final class SurgeScenario {
    private static final Duration CAPACITY_RUN = Duration.ofSeconds(8);
    /** The first seconds go to the just-in-time compiler. */
    private static final long CAPACITY_SKIP_MILLIS = 3000;
    /** Enough that there is always work, and little enough to be worked off soon. */
    private static final long CAPACITY_OUTSTANDING = 20_000;

    private static final int COST_SAMPLE = 1000;

    /** A finished scenario: the run with the budget as any other, and the comparison. */
    record Outcome(DemoReport run, SurgeReport surge) {}

    private record Step(DemoReport report, List<SurgeSample> samples, int sent, Overspend overspend) {}

    private final ModelBundle bundle;
    private final EngineFlags engine;
    private final int parallelism;
    private final SurgeOptions options;
    private final long seed;
    private final Supplier<InputSource> inputs;
    private final Interruption interruption;
    private final Function<DemoPlan, DemoDisplay> displays;
    private final Consumer<String> log;

    /**
     * @param inputs opens the same inputs again
     * @param displays how each run is shown
     * @param log takes a line about each run before it starts
     * @throws CommandException if the bundle has no frontier
     */
    SurgeScenario(
            ModelBundle bundle,
            EngineFlags engine,
            int parallelism,
            SurgeOptions options,
            long seed,
            Supplier<InputSource> inputs,
            Interruption interruption,
            Function<DemoPlan, DemoDisplay> displays,
            Consumer<String> log) {
        if (bundle.frontier().isEmpty()) {
            throw CommandException.usage("--scenario surge needs a bundle with a frontier, but " + bundle.identity()
                    + " has none; measure one with 'fathom calibrate'");
        }
        this.bundle = bundle;
        this.engine = engine;
        this.parallelism = parallelism;
        this.options = options;
        this.seed = seed;
        this.inputs = inputs;
        this.interruption = interruption;
        this.displays = displays;
        this.log = log;
    }

    /** All three runs; empty if Ctrl-C ended them. */
    Optional<Outcome> run() throws Exception {
        Optional<Capacity> capacity = capacity();
        if (capacity.isEmpty()) {
            return Optional.empty();
        }
        ComputeBudget budget = options.budget(capacity.get());
        SurgePlan surge = options.plan(capacity.get(), budget);
        ScheduledArrivals arrivals = surge.arrivals(seed);
        log.accept(String.format(
                "a surge from %.0f to %.0f events a second, with a budget of %,.0f TLOps/s (90 %% of full-depth capacity) ...",
                surge.baseRate(), surge.factor() * surge.baseRate(), budget.tlopsPerSecond()));
        Optional<Step> adaptive = step(
                DemoSettings.of(bundle, budget, engine),
                plan("budget " + Math.round(budget.tlopsPerSecond()) + " TLOps/s", arrivals, options.recovered(surge)),
                number -> surge.phase(arrivals.dueNanos(number)));
        if (adaptive.isEmpty()) {
            return Optional.empty();
        }
        log.accept("the same events at the same times, at fixed full depth ...");
        ScheduledArrivals same = arrivals.first(adaptive.get().sent());
        Optional<Step> fixed = step(
                DemoSettings.of(bundle, fullDepth(), engine),
                plan("fixed full depth", same, StopRule.never()),
                number -> surge.phase(same.dueNanos(number)));
        return fixed.map(slow -> new Outcome(
                adaptive.get().report(),
                SurgeReport.of(
                        capacity.get().tlopsPerSecond(),
                        budget,
                        adaptive.get().samples(),
                        slow.samples(),
                        adaptive.get().overspend())));
    }

    private Optional<Capacity> capacity() throws Exception {
        if (options.capacity() > 0) {
            return Optional.of(new Capacity(options.capacity(), EventCost.mean(bundle, inputs.get(), COST_SAMPLE)));
        }
        log.accept("measuring what this machine does at full depth ...");
        DemoPlan plan = new DemoPlan(
                bundle.identity() + ", capacity at full depth",
                verdict(),
                bundle.architecture().maxCycles(),
                inputs.get(),
                new Pacer(0),
                Integer.MAX_VALUE,
                CAPACITY_OUTSTANDING,
                StopRule.after(CAPACITY_RUN),
                OptionalInt.empty());
        return step(DemoSettings.of(bundle, fullDepth(), engine), plan, number -> SurgePhase.WARM_UP)
                .map(done -> Capacity.of(done.samples(), CAPACITY_SKIP_MILLIS, CAPACITY_RUN.toMillis()));
    }

    private ExitPolicy fullDepth() {
        return new ExitPolicy.Fixed(bundle.architecture().maxCycles());
    }

    private Verdict verdict() {
        return new Verdict(bundle.calibration().outOfScopeLabel());
    }

    private DemoPlan plan(String title, ScheduledArrivals arrivals, StopRule stop) {
        return new DemoPlan(
                bundle.identity() + ", " + title,
                verdict(),
                bundle.architecture().maxCycles(),
                inputs.get(),
                arrivals,
                arrivals.count(),
                Long.MAX_VALUE,
                stop,
                OptionalInt.of(arrivals.count()));
    }

    /** One run on a job of its own; empty if Ctrl-C ended it. */
    private Optional<Step> step(Configuration settings, DemoPlan plan, IntFunction<SurgePhase> phases)
            throws Exception {
        SentEvents sent = new SentEvents(EventIds.DEMO);
        try (DemoJob job = DemoJob.start(settings, parallelism, interruption)) {
            DemoRun run = new DemoRun(plan, job, sent, interruption, System::nanoTime);
            DemoRun.End end;
            try (DemoDisplay display = displays.apply(plan)) {
                end = run.run(display);
            }
            if (end == DemoRun.End.INTERRUPTED) {
                return Optional.empty();
            }
            Overspend overspend = job.overspend();
            job.cancel();
            DemoReport report = new DemoReport(sent, plan.verdict(), plan.maxCycles());
            SurgeSamples samples = new SurgeSamples(sent, plan.verdict(), phases);
            JobConfig config = job.config();
            try (OutputConsumer consumer = new OutputConsumer(
                    config.kafka().bootstrapServers(), config.kafka().topics(), config.wireFormat())) {
                consumer.readToEnd(record -> {
                    OutputRecord output = OutputRecords.of(record);
                    report.add(output);
                    samples.add(output);
                });
            }
            if (!report.clean()) {
                throw CommandException.failed(report.complaint());
            }
            return Optional.of(new Step(report, samples.samples(), sent.count(), overspend));
        }
    }
}
