package io.fathom.cli.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends the processes of a cluster, and no others: asks first, and kills those that do not go. */
final class Shutdown {
    private static final Duration POLITE = Duration.ofSeconds(15);
    private static final Duration FORCED = Duration.ofSeconds(15);
    private static final long CHECK_MILLIS = 50;

    private Shutdown() {}

    /**
     * Returns when none of them is left; deletes the cluster's files, except for the logs.
     *
     * @return those that were running
     */
    static List<Member> stop(ClusterFolder folder, ClusterState state) throws IOException, InterruptedException {
        List<Member> running = new ArrayList<>();
        List<ProcessHandle> processes = new ArrayList<>();
        // The broker was first, and goes last: the others would complain to it.
        List<Member> lastFirst = new ArrayList<>(state.members());
        Collections.reverse(lastFirst);
        for (Member member : lastFirst) {
            member.process().ifPresent(process -> {
                running.add(member);
                processes.add(process);
            });
        }
        processes.forEach(ProcessHandle::destroy);
        if (!gone(processes, POLITE)) {
            processes.forEach(ProcessHandle::destroyForcibly);
            if (!gone(processes, FORCED)) {
                throw new IllegalStateException("processes " + pids(processes)
                        + " must end when they are killed, but did not; look at what they wait for");
            }
        }
        folder.clear();
        return running;
    }

    /** Asks again and again: of a process that is no child of this one the system does not tell when it ends. */
    private static boolean gone(List<ProcessHandle> processes, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (processes.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS);
        }
        return true;
    }

    private static List<Long> pids(List<ProcessHandle> processes) {
        return processes.stream()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .toList();
    }
}
