package io.fathom.cli.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of the cluster, as written down when it was started.
 *
 * <p>A process id alone may belong to somebody else by now: process ids come round again. Its start time tells. The system
 * keeps it relative to its own start, and clocks are corrected, so two readings of it may differ by a little.
 *
 * @param name such as {@code taskmanager-1}
 * @param started epoch milliseconds, as the system says
 * @param metricsPort where its Prometheus endpoint is, 0 if it has none
 */
record Member(String name, long pid, long started, int metricsPort) {
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static Member of(String name, ProcessHandle process, int metricsPort) {
        return new Member(name, process.pid(), startOf(process), metricsPort);
    }

    /** The process, if it still runs. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(found -> Math.abs(startOf(found) - started) <= TOLERANCE.toMillis());
    }

    boolean isAlive() {
        return process().isPresent();
    }

    /** Systems that do not tell say 0 every time. */
    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
