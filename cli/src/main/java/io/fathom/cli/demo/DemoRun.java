package io.fathom.cli.demo;

import io.fathom.cli.CommandException;
import io.fathom.cli.kafka.EventProducer;
import io.fathom.cli.kafka.OutputConsumer;
import io.fathom.cli.terminal.Interruption;
import io.fathom.job.config.JobConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

/** A run from the first event sent until the last result is seen, however it is shown. */
final class DemoRun {
    private static final Duration TICK = Duration.ofMillis(200);
    /** Without any new result for this long, what is missing counts as lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How a run ended. */
    enum End {
        COMPLETE,
        /** Ctrl-C or termination. */
        INTERRUPTED,
        /** Nothing came out any more, though something should have. */
        STALLED
    }

    private final DemoPlan plan;
    private final ObservedJob job;
    private final SentEvents sent;
    private final DemoState state;
    private final Interruption interruption;
    private final LongSupplier nanoClock;

    DemoRun(DemoPlan plan, ObservedJob job, SentEvents sent, Interruption interruption, LongSupplier nanoClock) {
        this.plan = plan;
        this.job = job;
        this.sent = sent;
        this.interruption = interruption;
        this.nanoClock = nanoClock;
        this.state = new DemoState(plan.title(), sent, plan.verdict(), plan.maxCycles(), nanoClock.getAsLong());
    }

    DemoState state() {
        return state;
    }

    /** Streams everything and waits for what comes of it. */
    End run(DemoDisplay display) throws InterruptedException {
        if (interruption.requested()) {
            return End.INTERRUPTED;
        }
        JobConfig config = job.config();
        String brokers = config.kafka().bootstrapServers();
        try (EventProducer producer =
                        new EventProducer(brokers, config.kafka().topics().events(), config.wireFormat());
                EventFeed feed = new EventFeed(plan, sent, state::lag, producer, InstantSource.system());
                OutputWatcher watcher = new OutputWatcher(
                        new OutputConsumer(brokers, config.kafka().topics(), config.wireFormat()), state)) {
            watcher.start();
            feed.start();
            return await(feed, watcher, display);
        }
    }

    private End await(EventFeed feed, OutputWatcher watcher, DemoDisplay display) throws InterruptedException {
        long start = nanoClock.getAsLong();
        long seen = 0;
        long seenAt = start;
        while (!interruption.await(TICK)) {
            display.draw(state);
            failIfBroken(feed, watcher);
            long now = nanoClock.getAsLong();
            if (plan.stop().enough(state, Duration.ofNanos(now - start))) {
                feed.stop();
            }
            if (feed.isOver() && state.allOut()) {
                return End.COMPLETE;
            }
            if (state.seen() != seen || state.allOut()) {
                seen = state.seen();
                seenAt = now;
            } else if (now - seenAt > PATIENCE.toNanos()) {
                return End.STALLED;
            }
        }
        return End.INTERRUPTED;
    }

    private void failIfBroken(EventFeed feed, OutputWatcher watcher) {
        job.failure().ifPresent(e -> {
            throw CommandException.failed("the job failed: " + rootMessage(e), e);
        });
        watcher.failure().ifPresent(e -> {
            throw CommandException.failed("the results cannot be read: " + rootMessage(e), e);
        });
        if (feed.done().isCompletedExceptionally()) {
            try {
                feed.done().join();
            } catch (CompletionException e) {
                throw CommandException.failed("the events cannot be sent: " + rootMessage(e), e);
            }
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
