package io.fathom.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fathom.cli.CommandException;
import io.fathom.cli.terminal.Interruption;
import java.io.IOException;
import java.time.Duration;

/**
 * Room for a job. Flink takes a job for which there is none, calls it RUNNING, and gives up after minutes; so this is looked at
 * first. Slots of a job that was just cancelled, or of a TaskManager that was just lost, are told of a little later.
 */
final class FreeSlots {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration CHECK = Duration.ofMillis(200);

    private FreeSlots() {}

    /**
     * Waits for them.
     *
     * @return false if it was interrupted
     * @throws CommandException if there are too few
     */
    static boolean await(FlinkRest rest, String job, int needed, Interruption interruption)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode overview = rest.get("/overview");
            int free = overview.path("slots-available").asInt();
            int all = overview.path("slots-total").asInt();
            if (free >= needed) {
                return true;
            }
            if (needed > all || System.nanoTime() > deadline) {
                throw CommandException.failed("job '" + job + "' must have a free slot for each of its "
                        + Counted.of(needed, "subtask") + ", but " + free + " of " + all
                        + " are free; give a smaller --parallelism, end another job with 'fathom cluster cancel', or start"
                        + " a cluster with more --taskmanagers");
            }
            if (interruption.await(CHECK)) {
                return false;
            }
        }
    }
}
