package io.fathom.cli.cluster;

import io.fathom.cli.ExitCodes;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fathom cluster down}: ends what {@code up} has started. Where nothing is up, there is nothing to do. */
@Command(
        name = "down",
        description =
                "Stop the cluster with all its jobs: every process that 'up' has started, and no other. Topics and"
                        + " checkpoints are deleted, logs stay.",
        footer = {
            "",
            "Example:",
            "  ./fathom cluster down",
        })
final class DownCommand implements Callable<Integer> {

    @Mixin
    private FolderOption folder = new FolderOption();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ClusterFolder cluster = folder.folder();
        if (!cluster.isOurs()) {
            return nothingUp(cluster); // and nothing is made there
        }
        return cluster.alone(() -> down(cluster));
    }

    private int down(ClusterFolder cluster) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Optional<ClusterState> state = cluster.state();
        if (state.isEmpty()) {
            return nothingUp(cluster);
        }
        List<Member> stopped = Shutdown.stop(cluster, state.get());
        out.println("down: stopped " + Counted.of(stopped.size(), "process") + ", logs stay in " + cluster.logs());
        return ExitCodes.DONE;
    }

    private int nothingUp(ClusterFolder cluster) {
        spec.commandLine().getOut().println("no cluster is up in " + cluster.path());
        return ExitCodes.DONE;
    }
}
