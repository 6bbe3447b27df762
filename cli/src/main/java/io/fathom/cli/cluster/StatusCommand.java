package io.fathom.cli.cluster;

import io.fathom.cli.ExitCodes;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom cluster status}: what runs, and what it does. */
@Command(
        name = "status",
        description = "Show the cluster's processes, addresses, slots and jobs. Exit code 1 if no cluster is up, or a"
                + " process of it is gone.",
        footer = {
            "",
            "Examples:",
            "  ./fathom cluster status",
            "  ./fathom cluster status --json",
        })
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private FolderOption folder = new FolderOption();

    @Option(names = "--json", description = "Print one JSON object, also where no cluster is up.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ClusterFolder cluster = folder.folder();
        PrintWriter out = spec.commandLine().getOut();
        if (json && !cluster.isUp()) {
            out.println(ClusterStatus.nothingUp(cluster).toString());
            return ExitCodes.FAILED;
        }
        ClusterStatus status = ClusterStatus.of(cluster.running(), cluster);
        out.println(json ? status.json().toString() : status.text());
        return status.whole() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
}
