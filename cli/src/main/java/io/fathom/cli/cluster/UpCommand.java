package io.fathom.cli.cluster;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.options.WholeNumber;
import io.fathom.cli.terminal.Interruption;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom cluster up}: starts the processes; they stay when the command is done. */
@Command(
        name = "up",
        description = "Start a broker, a JobManager and TaskManagers, and return when they take jobs. They stay until"
                + " 'fathom cluster down'.",
        footer = {
            "",
            "Example:",
            "  ./fathom cluster up --taskmanagers 2",
        })
final class UpCommand implements Callable<Integer> {
    private static final int PORTS_BESIDE_TASK_MANAGERS = 5;

    @Mixin
    private FolderOption folder = new FolderOption();

    @Option(
            names = "--taskmanagers",
            paramLabel = "N",
            defaultValue = "2",
            converter = WholeNumber.Parallelism.class,
            description = "How many TaskManagers. Default: ${DEFAULT-VALUE}.")
    private int taskManagers;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = WholeNumber.Port.class,
            description = "Port of Flink's REST API and web interface. Default: one that is free.")
    private @Nullable Integer port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ClusterFolder cluster = folder.folder();
        Installation installation = Installation.find();
        return cluster.alone(() -> up(cluster, installation));
    }

    private int up(ClusterFolder cluster, Installation installation) throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        refuseIfUp(cluster);
        try (Interruption interruption = Interruption.listen()) {
            FreePorts ports = FreePorts.find(PORTS_BESIDE_TASK_MANAGERS + taskManagers);
            int rest = port == null ? ports.take() : FreePorts.checked("--port", port);
            err.println("starting a broker, a JobManager and " + Counted.of(taskManagers, "TaskManager") + " ...");
            Optional<ClusterState> up = new Startup(cluster, installation, interruption).up(taskManagers, rest, ports);
            if (up.isEmpty()) {
                err.println("stopped: nothing is left running");
                return interruption.exitCode();
            }
            spec.commandLine().getOut().println(summary(up.get(), cluster));
            return ExitCodes.DONE;
        }
    }

    private static void refuseIfUp(ClusterFolder cluster) {
        cluster.state().filter(ClusterState::isAnyAlive).ifPresent(state -> {
            throw CommandException.failed("only one cluster can be up in '" + cluster.path() + "', but one is, with "
                    + (state.members().size() - state.dead().size()) + " of its "
                    + state.members().size()
                    + " processes; stop it with 'fathom cluster down', or give another --folder");
        });
    }

    private static String summary(ClusterState state, ClusterFolder cluster) {
        return "up: broker " + state.bootstrapServers() + ", web interface "
                + new FlinkRest(state.rest()).address() + ", " + Counted.of(state.taskManagers(), "TaskManager")
                + ", logs in "
                + cluster.logs();
    }
}
