package io.fathom.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.cli.CommandException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * A look at a cluster.
 *
 * @param slots of all TaskManagers that are there; −1 where the JobManager does not answer
 * @param jobs all that Flink remembers
 */
record ClusterStatus(ClusterState cluster, ClusterFolder folder, int slots, int freeSlots, List<RunningJobs.Job> jobs) {

    static ClusterStatus of(ClusterState cluster, ClusterFolder folder) throws InterruptedException {
        FlinkRest rest = new FlinkRest(cluster.rest());
        try {
            JsonNode overview = rest.get("/overview");
            return new ClusterStatus(
                    cluster,
                    folder,
                    overview.path("slots-total").asInt(),
                    overview.path("slots-available").asInt(),
                    new RunningJobs(rest).all());
        } catch (IOException | CommandException e) {
            return new ClusterStatus(cluster, folder, -1, -1, List.of());
        }
    }

    /** True if every process is there, and the JobManager answers. */
    boolean whole() {
        return cluster.dead().isEmpty() && slots >= 0;
    }

    /** Where no process is left, or none was started. */
    static ObjectNode nothingUp(ClusterFolder folder) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("up", false)
                .put("whole", false)
                .put("logs", folder.logs().toString());
        json.putArray("processes");
        json.putArray("jobs");
        return json;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("up", true)
                .put("whole", whole())
                .put("web", web())
                .put("bootstrapServers", cluster.bootstrapServers())
                .put("slots", slots)
                .put("freeSlots", freeSlots)
                .put("logs", folder.logs().toString());
        for (Member member : cluster.members()) {
            ObjectNode process = json.withArray("processes")
                    .addObject()
                    .put("name", member.name())
                    .put("pid", member.pid())
                    .put("alive", member.isAlive());
            if (member.metricsPort() > 0) {
                process.put("metrics", metrics(member));
            }
        }
        json.withArray("jobs");
        for (RunningJobs.Job job : jobs) {
            json.withArray("jobs")
                    .addObject()
                    .put("name", job.name())
                    .put("id", job.id())
                    .put("state", job.state())
                    .put("checkpoints", job.checkpoints())
                    .put("restores", job.restores());
        }
        return json;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Member member : cluster.members()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-14s %-7s pid %-8d %s%n",
                    member.name(),
                    member.isAlive() ? "running" : "GONE",
                    member.pid(),
                    address(member)));
        }
        text.append(slots < 0 ? "the JobManager does not answer" : "slots: " + freeSlots + " of " + slots + " free");
        for (RunningJobs.Job job : jobs) {
            text.append(String.format(
                    Locale.ROOT,
                    "%njob %-10s %-9s %s, %d checkpoints, %d restores",
                    job.name(),
                    job.state(),
                    job.id(),
                    job.checkpoints(),
                    job.restores()));
        }
        return text.append(System.lineSeparator())
                .append("logs: ")
                .append(folder.logs())
                .toString();
    }

    private String address(Member member) {
        return switch (member.name()) {
            case ClusterState.BROKER -> cluster.bootstrapServers();
            case ClusterState.JOB_MANAGER -> web() + "  metrics " + metrics(member);
            default -> "metrics " + metrics(member);
        };
    }

    private String web() {
        return new FlinkRest(cluster.rest()).address();
    }

    private static String metrics(Member member) {
        return "http://" + FreePorts.HOST + ":" + member.metricsPort() + "/metrics";
    }
}
