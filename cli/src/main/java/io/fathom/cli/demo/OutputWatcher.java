package io.fathom.cli.demo;

import io.fathom.cli.kafka.OutputConsumer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Keeps the state of the demo up to date with what becomes visible on the output topics, on a thread of its own. */
final class OutputWatcher implements AutoCloseable {
    private static final long LONGEST_CLOSE_MILLIS = 10_000;

    private final OutputConsumer consumer;
    private final DemoState state;
    private final Thread thread = new Thread(this::run, "demo-watch");
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean stopped;

    OutputWatcher(OutputConsumer consumer, DemoState state) {
        this.consumer = consumer;
        this.state = state;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (consumer) {
            while (!stopped) {
                consumer.poll(record -> state.add(OutputRecords.of(record)));
            }
            done.complete(null);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    /** Why it cannot go on, if so. */
    Optional<Throwable> failure() {
        return done.isCompletedExceptionally()
                ? Optional.of(done.handle((nothing, e) -> e).join())
                : Optional.empty();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(LONGEST_CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
