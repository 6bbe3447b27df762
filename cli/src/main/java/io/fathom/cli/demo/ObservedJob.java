package io.fathom.cli.demo;

import io.fathom.job.config.JobConfig;
import java.util.Optional;

/** A job that takes events, wherever it runs. */
public interface ObservedJob {

    JobConfig config();

    /** Why the job is over, if it has failed. */
    Optional<Throwable> failure();
}
