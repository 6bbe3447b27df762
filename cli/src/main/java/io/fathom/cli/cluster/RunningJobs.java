package io.fathom.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fathom.cli.CommandException;
import io.fathom.cli.terminal.Interruption;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The jobs of a cluster, as Flink tells. */
final class RunningJobs {
    private static final Set<String> OVER = Set.of("FINISHED", "CANCELED", "FAILED");
    /** Opening the model for the first time unpacks the native libraries. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration CHECK = Duration.ofMillis(200);

    private final FlinkRest rest;

    RunningJobs(FlinkRest rest) {
        this.rest = rest;
    }

    /**
     * A job.
     *
     * @param checkpoints that were completed
     * @param restores from checkpoints, after failures
     */
    record Job(String id, String name, String state, long checkpoints, long restores) {
        boolean isOver() {
            return OVER.contains(state);
        }
    }

    /** All that Flink remembers, those that are over included. */
    List<Job> all() throws IOException, InterruptedException {
        List<Job> jobs = new ArrayList<>();
        for (JsonNode job : rest.get("/jobs/overview").path("jobs")) {
            jobs.add(job(
                    job.path("jid").asText(),
                    job.path("name").asText(),
                    job.path("state").asText()));
        }
        return jobs;
    }

    private Job job(String id, String name, String state) throws IOException, InterruptedException {
        JsonNode counts = counts(id);
        return new Job(
                id,
                name,
                state,
                counts.path("completed").asLong(),
                counts.path("restored").asLong());
    }

    /** Flink has none, and says so with an error, while a job begins and while it ends. */
    private JsonNode counts(String id) throws IOException, InterruptedException {
        try {
            return rest.get("/jobs/" + id + "/checkpoints").path("counts");
        } catch (CommandException e) {
            return MissingNode.getInstance();
        }
    }

    Job get(String id) throws IOException, InterruptedException {
        JsonNode job = rest.get("/jobs/" + id);
        return job(id, job.path("name").asText(), job.path("state").asText());
    }

    /** The job of this name that runs; names may come again after a job is over. */
    Optional<Job> running(String name) throws IOException, InterruptedException {
        return all().stream()
                .filter(job -> job.name().equals(name) && !job.isOver())
                .findFirst();
    }

    /** Why a job failed the last time, in one line; empty if it did not. */
    String failure(String id) throws IOException, InterruptedException {
        JsonNode latestFirst = rest.get("/jobs/" + id + "/exceptions?maxExceptions=1")
                .path("exceptionHistory")
                .path("entries");
        return RemoteFailure.sentence(latestFirst.path(0).path("stacktrace").asText());
    }

    /**
     * Waits for the first checkpoint: a job that is RUNNING may have tasks that are still loading the model, and a
     * checkpoint needs all of them.
     *
     * @return false if it was interrupted
     * @throws CommandException if the job fails, or does not come so far in time
     */
    boolean awaitWorking(String id, Interruption interruption) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!interruption.await(CHECK)) {
            Job job = get(id);
            if (job.checkpoints() > 0) {
                return true;
            }
            if (job.isOver()) {
                throw CommandException.failed(
                        "job '" + job.name() + "' must run, but is " + job.state() + ": " + failure(id));
            }
            if (System.nanoTime() > deadline) {
                throw CommandException.failed("job '" + job.name() + "' must complete a checkpoint within "
                        + PATIENCE.toSeconds() + " s, but is " + job.state() + " without one" + lastFailure(id)
                        + "; look at the logs of the TaskManagers, and end it with 'fathom cluster cancel --name "
                        + job.name() + "'");
            }
        }
        return false;
    }

    private String lastFailure(String id) throws IOException, InterruptedException {
        String failure = failure(id);
        return failure.isBlank() ? "" : " (its last failure was: " + failure + ")";
    }

    /** Cancels a job and waits until it is over. */
    void cancel(String id) throws IOException, InterruptedException {
        rest.cancel(id);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!get(id).isOver()) {
            if (System.nanoTime() > deadline) {
                throw CommandException.failed("job " + id + " must end when it is cancelled, but is " + get(id).state()
                        + "; look at the logs of the TaskManagers");
            }
            Thread.sleep(CHECK.toMillis());
        }
    }
}
