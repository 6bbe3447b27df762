package io.fathom.cli.cluster;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom cluster cancel}: ends a job; the cluster stays. */
@Command(
        name = "cancel",
        description = "End a job where it stands, and return when it is over. The cluster and the topics stay.",
        footer = {
            "",
            "Example:",
            "  ./fathom cluster cancel --name second",
        })
final class CancelCommand implements Callable<Integer> {

    @Mixin
    private FolderOption folder = new FolderOption();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = JobFile.DEFAULT_NAME,
            description = "Which job. Default: ${DEFAULT-VALUE}.")
    private String name = JobFile.DEFAULT_NAME;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ClusterState state = folder.folder().working();
        RunningJobs jobs = new RunningJobs(new FlinkRest(state.rest()));
        RunningJobs.Job job = jobs.running(name)
                .orElseThrow(() -> CommandException.failed(
                        "job '" + name + "' must be running to be cancelled, but is not; see 'fathom cluster status'"));
        jobs.cancel(job.id());
        spec.commandLine().getOut().println("cancelled: job '" + name + "' (" + job.id() + ")");
        return ExitCodes.DONE;
    }
}
