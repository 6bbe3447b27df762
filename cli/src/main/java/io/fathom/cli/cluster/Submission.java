package io.fathom.cli.cluster;

import io.fathom.cli.CommandException;
import io.fathom.cli.terminal.Interruption;
import io.fathom.job.config.JobConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Brings a job onto the cluster, as any client of Flink's REST API would: upload the jar, run it. */
final class Submission {
    private final ClusterFolder folder;
    private final ClusterState cluster;
    private final Installation installation;

    Submission(ClusterFolder folder, ClusterState cluster, Installation installation) {
        this.folder = folder;
        this.cluster = cluster;
        this.installation = installation;
    }

    /**
     * Returns when the job works.
     *
     * @param more options of the job that win
     * @return the job; empty if it was interrupted
     * @throws CommandException if a job of this name runs already, there is no room for this one, or it does not come to
     *     work
     */
    Optional<SubmittedJob> submit(
            String name, int parallelism, Path bundle, Map<String, String> more, Interruption interruption)
            throws IOException, InterruptedException {
        FlinkRest rest = new FlinkRest(cluster.rest());
        RunningJobs jobs = new RunningJobs(rest);
        if (jobs.running(name).isPresent()) {
            throw CommandException.failed("a job's name must be its own, but job '" + name
                    + "' is running already; end it with 'fathom cluster cancel --name "
                    + name + "', or give another --name");
        }
        Path file = JobFile.write(
                folder,
                installation.templates().resolve("fathom.yaml"),
                name,
                bundle,
                cluster.bootstrapServers(),
                more);
        JobConfig config = JobConfig.load(file);
        if (!FreeSlots.await(rest, name, config.parallelism().orElse(parallelism), interruption)) {
            return Optional.empty();
        }
        JobFile.createTopics(cluster.bootstrapServers(), name);
        String id = rest.runOnce(installation.jobJar(), parallelism, "--config", file.toString());
        return jobs.awaitWorking(id, interruption) ? Optional.of(new SubmittedJob(id, config, jobs)) : Optional.empty();
    }
}
