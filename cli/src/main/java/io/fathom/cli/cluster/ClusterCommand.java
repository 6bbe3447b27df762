package io.fathom.cli.cluster;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fathom cluster}: a Flink session cluster with a broker, on this machine. */
@Command(
        name = "cluster",
        description = {
            "Run a real cluster on this machine: a Kafka broker, a Flink JobManager and TaskManagers, each a process of its"
                    + " own.",
            "",
            "It needs neither a Flink distribution nor containers. What it is configured with is in deploy/local-cluster."
        },
        footer = {
            "",
            "Examples:",
            "  ./fathom cluster up --taskmanagers 2",
            "  ./fathom cluster submit --demo-events 5000",
            "  ./fathom cluster status",
            "  ./fathom cluster down",
        },
        subcommands = {UpCommand.class, SubmitCommand.class, CancelCommand.class, StatusCommand.class, DownCommand.class
        })
public final class ClusterCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to do is missing: up, submit, cancel, status or down");
    }
}
