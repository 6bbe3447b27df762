package io.fathom.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.cli.CommandException;
import io.fathom.cli.kafka.OutputConsumer;
import io.fathom.cli.terminal.Interruption;
import io.fathom.model.bundle.ModelBundle;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.OptionalInt;

/** The demo's events for a job that runs elsewhere, followed until all of them have come through. */
public final class DemoTraffic {
    private static final long MOST_OUTSTANDING = 100_000;

    private final ModelBundle model;
    private final int events;
    private final double rate;
    private final long seed;

    /**
     * @param rate events per second, 0 for as fast as possible
     * @param seed of what is generated
     */
    public DemoTraffic(ModelBundle model, int events, double rate, long seed) {
        this.model = model;
        this.events = events;
        this.rate = rate;
        this.seed = seed;
    }

    /**
     * Sends the events, waits for what comes of them, and checks it with a reader that has seen nothing yet.
     *
     * @param run start of the events' ids, different for every call on the same topics
     * @param progress where progress is drawn, if that is a terminal
     * @return the figures; empty if it was interrupted
     * @throws CommandException if an event was lost or came out more than once
     */
    public Optional<ObjectNode> through(ObservedJob job, String run, Interruption interruption, PrintWriter progress)
            throws InterruptedException {
        DemoPlan plan = plan();
        SentEvents sent = new SentEvents(new EventIds(run));
        try (DemoDisplay display = DemoDisplay.progress(progress, plan.expected())) {
            DemoRun.End end = new DemoRun(plan, job, sent, interruption, System::nanoTime).run(display);
            if (end == DemoRun.End.INTERRUPTED) {
                return Optional.empty();
            }
        }
        DemoReport report = new DemoReport(sent, plan.verdict(), plan.maxCycles());
        var kafka = job.config().kafka();
        try (OutputConsumer consumer = new OutputConsumer(
                kafka.bootstrapServers(), kafka.topics(), job.config().wireFormat())) {
            consumer.readToEnd(record -> {
                OutputRecord output = OutputRecords.of(record);
                if (sent.ids().isOwn(output.eventId())) {
                    report.add(output);
                }
            });
        }
        if (!report.clean()) {
            throw CommandException.failed(report.complaint());
        }
        return Optional.of(report.json());
    }

    private DemoPlan plan() {
        return new DemoPlan(
                model.identity().toString(),
                new Verdict(model.calibration().outOfScopeLabel()),
                model.architecture().maxCycles(),
                DemoOptions.generated(model, seed),
                new Pacer(rate),
                events,
                MOST_OUTSTANDING,
                StopRule.never(),
                OptionalInt.of(events));
    }
}
