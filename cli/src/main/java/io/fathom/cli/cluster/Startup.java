package io.fathom.cli.cluster;

import io.fathom.cli.CommandException;
import io.fathom.cli.terminal.Interruption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;

/**
 * Brings a cluster up: starts all processes at once, for they wait for each other, writes each down as soon as there is one,
 * and waits until they work together. What does not come up entirely is taken down again.
 */
final class Startup {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration CHECK = Duration.ofMillis(100);
    private static final int CONNECT_MILLIS = 500;

    private final ClusterFolder folder;
    private final Installation installation;
    private final Interruption interruption;
    private final Map<String, Process> processes = new LinkedHashMap<>();

    Startup(ClusterFolder folder, Installation installation, Interruption interruption) {
        this.folder = folder;
        this.installation = installation;
        this.interruption = interruption;
    }

    /**
     * Returns when the cluster takes jobs.
     *
     * @param rest port of the REST API
     * @return what runs; empty if it was interrupted, and then nothing does
     */
    Optional<ClusterState> up(int taskManagers, int rest, FreePorts ports) throws Exception {
        folder.prepare();
        int broker = ports.take();
        int controller = ports.take();
        Configuration flink = ClusterConfig.write(folder, installation.templates(), rest, ports.take());
        Launches launches = new Launches(folder, flink, installation.flinkClassPath());
        List<Launch> all = new ArrayList<>();
        all.add(launches.broker(broker, controller));
        all.add(launches.jobManager(ports.take()));
        for (int n = 1; n <= taskManagers; n++) {
            all.add(launches.taskManager(n, ports.take()));
        }
        ClusterState state = new ClusterState(rest, FreePorts.HOST + ":" + broker, taskManagers, List.of());
        try {
            for (Launch launch : all) {
                state = start(launch, state);
            }
            int slots = taskManagers * flink.get(TaskManagerOptions.NUM_TASK_SLOTS);
            if (awaitBroker(broker) && awaitSlots(state, slots)) {
                return Optional.of(state);
            }
        } catch (Exception e) {
            List<Member> unused = Shutdown.stop(folder, state);
            throw e;
        }
        List<Member> unused = Shutdown.stop(folder, state);
        return Optional.empty();
    }

    private ClusterState start(Launch launch, ClusterState state) throws IOException {
        Process process = new Spawner(folder).start(launch);
        processes.put(launch.name(), process);
        ClusterState more = state.with(Member.of(launch.name(), process.toHandle(), launch.metricsPort()));
        try {
            folder.write(more);
        } catch (UncheckedIOException e) {
            Process unused = process.destroyForcibly(); // Nobody else knows of it.
            throw e;
        }
        return more;
    }

    private boolean awaitBroker(int port) throws Exception {
        if (!await("the broker takes connections", () -> answers(port))) {
            return false;
        }
        JobFile.createTopics(FreePorts.HOST + ":" + port, JobFile.DEFAULT_NAME);
        return true;
    }

    private boolean awaitSlots(ClusterState state, int slots) throws Exception {
        FlinkRest rest = new FlinkRest(state.rest());
        return await(
                "the JobManager knows the " + slots + " slots of " + state.taskManagers() + " TaskManagers", () -> {
                    try {
                        return rest.get("/overview").path("slots-total").asInt() == slots;
                    } catch (IOException | CommandException e) {
                        return false; // not yet
                    }
                });
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    /** False if it was interrupted. */
    private boolean await(String what, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (interruption.await(CHECK)) {
                return false;
            }
            failIfOneIsGone();
            if (System.nanoTime() > deadline) {
                throw CommandException.failed("the cluster must be so far that " + what + " within "
                        + PATIENCE.toSeconds() + " s, but is not; its logs are in '" + folder.logs() + "'");
            }
        }
        return !interruption.requested();
    }

    private void failIfOneIsGone() {
        processes.forEach((name, process) -> {
            if (!process.isAlive()) {
                ProcessLog log = ProcessLog.of(folder, name);
                throw CommandException.failed("process '" + name + "' must stay, but ended with exit code "
                        + process.exitValue() + ": " + log.lastError().orElse("it left no message") + "; its log is '"
                        + log.log() + "'");
            }
        });
    }
}
