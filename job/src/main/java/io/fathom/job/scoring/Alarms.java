package io.fathom.job.scoring;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs short actions later, on one daemon thread that starts with the first. Flink's own timers are out of reach of an
 * async function.
 */
final class Alarms implements AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    Alarms(String threadName) {
        executor = new ScheduledThreadPoolExecutor(1, action -> {
            Thread thread = new Thread(action, threadName);
            thread.setDaemon(true);
            return thread;
        });
        // An alarm that is no longer needed must not keep its record until it would have rung.
        executor.setRemoveOnCancelPolicy(true);
    }

    Future<?> after(Duration delay, Runnable action) {
        return executor.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
