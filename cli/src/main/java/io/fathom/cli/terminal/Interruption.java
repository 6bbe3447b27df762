package io.fathom.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Ctrl-C and termination as a request to end in good order. The first signal is noted, and whoever waits is woken; a second
 * one ends the process without waiting for anybody, a third one at once.
 */
public final class Interruption implements AutoCloseable {
    private final CountDownLatch requested = new CountDownLatch(1);
    private final AtomicInteger signals = new AtomicInteger();
    private volatile int exitCode;
    private volatile Runnable lastWords = () -> {};
    private final Object previousInt;
    private final Object previousTerm;

    private Interruption() {
        // A process ended by signal n says 128 + n to the shell.
        previousInt = Signals.register("INT", () -> signalled(130));
        previousTerm = Signals.register("TERM", () -> signalled(143));
    }

    /** From now on until {@link #close()}, signals come here. */
    public static Interruption listen() {
        return new Interruption();
    }

    private void signalled(int code) {
        switch (signals.incrementAndGet()) {
            case 1 -> {
                exitCode = code;
                requested.countDown();
            }
            case 2 -> {
                lastWords.run();
                // Not here: the shutdown hooks, which delete what is temporary, may wait for this thread.
                new Thread(() -> System.exit(code), "exit").start();
            }
            default -> Runtime.getRuntime().halt(code);
        }
    }

    /** What a second signal still has to do before the process ends: give the terminal back. Must be quick. */
    public void onSecondSignal(Runnable action) {
        lastWords = action;
    }

    public boolean requested() {
        return requested.getCount() == 0;
    }

    /** Waits; returns true as soon as the end has been asked for. */
    public boolean await(Duration time) throws InterruptedException {
        return requested.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What to say to the shell: 130 after Ctrl-C, 143 after termination, 0 if neither came. */
    public int exitCode() {
        return exitCode;
    }

    /** Gives the signals back to whoever had them before. */
    @Override
    public void close() {
        Signals.unregister("INT", previousInt);
        Signals.unregister("TERM", previousTerm);
    }
}
