package io.fathom.cli.demo;

import io.fathom.cli.kafka.EventProducer;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Sends inputs when they are due, on a thread of its own. It waits while too many results are outstanding, so that a
 * stream that is faster than the model cannot fill the memory.
 */
final class EventFeed implements AutoCloseable {
    private static final long CHECK_NANOS = 20_000_000;
    private static final long LONGEST_CLOSE_MILLIS = 1000;

    private final DemoPlan plan;
    private final SentEvents sent;
    private final LongSupplier outstanding;
    private final EventProducer producer;
    private final InstantSource clock;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "demo-feed");
    private volatile boolean stopped;
    private volatile boolean reading;

    /** @param outstanding events sent whose results have not been seen */
    EventFeed(DemoPlan plan, SentEvents sent, LongSupplier outstanding, EventProducer producer, InstantSource clock) {
        this.plan = plan;
        this.sent = sent;
        this.outstanding = outstanding;
        this.producer = producer;
        this.clock = clock;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Completes when the broker has all events, exceptionally if the input or the broker failed. */
    CompletableFuture<Void> done() {
        return done;
    }

    /** Nothing more will be sent: the input has ended, or it was told to stop while it waits for more input. */
    boolean isOver() {
        return done.isDone() || (stopped && reading);
    }

    /** Sends no more; what was sent is still on its way. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            long start = System.nanoTime();
            for (long n = 0; n < plan.limit() && !stopped; n++) {
                reading = true;
                Optional<DemoInput> input = plan.source().next();
                reading = false;
                if (input.isEmpty()) {
                    break;
                }
                awaitDue(n, start);
                if (!stopped) {
                    send(input.get(), plan.arrivals().nanosOld(n, System.nanoTime() - start));
                }
            }
            producer.flush();
            done.complete(null);
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private void awaitDue(long n, long start) {
        while (!stopped) {
            long wait = plan.arrivals().nanosUntilDue(n, System.nanoTime() - start);
            if (wait == 0 && outstanding.getAsLong() < plan.mostOutstanding()) {
                return;
            }
            LockSupport.parkNanos(wait == 0 ? CHECK_NANOS : Math.min(wait, CHECK_NANOS));
        }
    }

    private void send(DemoInput input, long nanosOld) {
        Instant created = clock.instant().minusNanos(nanosOld);
        String id = sent.ids().of(sent.add(input, created.toEpochMilli()));
        if (input instanceof DemoInput.Text text) {
            producer.send(id, text.text(), created);
        } else if (input instanceof DemoInput.Generated generated) {
            producer.send(id, generated.made().text(), created);
        } else if (input instanceof DemoInput.Undecodable bad) {
            producer.sendBytes(id, bad.bytes());
        }
    }

    /** Ends the thread, unless it hangs in a read of standard input, which ends with the process. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(LONGEST_CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
