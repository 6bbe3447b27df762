package io.fathom.cli.cluster;

import io.fathom.cli.demo.ObservedJob;
import io.fathom.job.config.JobConfig;
import java.io.IOException;
import java.util.Optional;

/** A job on the cluster. */
record SubmittedJob(String id, JobConfig config, RunningJobs jobs) implements ObservedJob {

    @Override
    public Optional<Throwable> failure() {
        try {
            return jobs.get(id).isOver() ? Optional.of(new IllegalStateException(jobs.failure(id))) : Optional.empty();
        } catch (IOException e) {
            return Optional.of(new IllegalStateException("the JobManager does not answer", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
