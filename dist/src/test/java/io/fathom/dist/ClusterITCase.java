package io.fathom.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fathom.job.metrics.MetricDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker, a JobManager and two TaskManagers, each a process of its own; the tests share them and build on each other. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterITCase {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path folder = Path.of("");

    private static @Nullable LocalCluster started;

    @BeforeAll
    static void up() {
        started = LocalCluster.up(folder.resolve("cluster"), 2);
    }

    @AfterAll
    static void down() {
        if (started != null) {
            started.close();
        }
    }

    private static LocalCluster cluster() {
        return Objects.requireNonNull(started);
    }

    @Test
    @Order(1)
    void fourProcessesAndFourSlots() {
        JsonNode status = cluster().status();
        assertThat(status.path("whole").asBoolean()).as(status.toString()).isTrue();
        assertThat(status.path("processes")).hasSize(4).allMatch(p -> p.path("alive")
                .asBoolean());
        assertThat(status.path("slots").asInt()).isEqualTo(4);
        assertThat(status.path("jobs")).isEmpty();
    }

    @Test
    @Order(2)
    void onlyOneInAFolder() {
        LocalCluster.Ran again = cluster().run("up");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("only one cluster can be up", "4 of its 4 processes", "cluster down");
    }

    @Test
    @Order(3)
    void everyMetricIsInAScrape() {
        // A budget with audits of everything, so that no metric waits for its first occasion.
        JsonNode result = cluster()
                .submit(
                        "--name",
                        "metered",
                        "--demo-events",
                        "600",
                        "--set",
                        "fathom.budget.tlops-per-second=2000000",
                        "--set",
                        "fathom.budget.audit-share=1.0");
        assertThat(result.path("lost").asLong()).as(result.toString()).isZero();
        assertThat(result.path("duplicated").asLong()).as(result.toString()).isZero();
        List<String> ours = MetricDescription.all().stream()
                .map(MetricDescription::prometheusName)
                .toList();
        List<String> endpoints = cluster().metrics("taskmanager");
        assertThat(endpoints).hasSize(2);
        await().atMost(PATIENCE).untilAsserted(() -> {
            Set<String> names = new TreeSet<>();
            for (String endpoint : endpoints) {
                Set<String> scraped = Scrape.of(endpoint).names();
                assertThat(scraped).as("every TaskManager works: " + endpoint).contains(ours.get(0));
                names.addAll(scraped);
            }
            assertThat(names).containsAll(ours);
        });
    }

    /** Of the job that still runs: names, and the labels that are selected and grouped by. */
    @Test
    @Order(4)
    void everyQueryOfDashboardAndAlertsFindsSeries() throws Exception {
        List<Selection> selections = Stream.concat(Selection.ofDashboard().stream(), Selection.ofRules().stream())
                .distinct()
                .toList();
        assertThat(selections).hasSizeGreaterThan(25).anyMatch(s -> s.metric().startsWith("flink_jobmanager_"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<Scrape.Sample> samples = Stream.of("jobmanager", "taskmanager")
                    .flatMap(name -> cluster().metrics(name).stream())
                    .flatMap(endpoint -> Scrape.of(endpoint).samples().stream())
                    .toList();
            assertThat(selections).allSatisfy(selection -> assertThat(samples).anyMatch(selection::finds));
        });
    }

    @Test
    @Order(5)
    void aSecondJobBesideTheFirst() {
        LocalCluster.Ran same = cluster().run("submit", "--name", "metered");
        assertThat(same.exitCode()).isEqualTo(1);
        assertThat(same.err()).contains("job 'metered' is running already", "cluster cancel");

        JsonNode second = cluster().submit("--demo-events", "500");
        assertThat(second.path("events").asInt()).isEqualTo(500);
        assertThat(cluster().status().path("jobs"))
                .hasSize(2)
                .allMatch(job -> job.path("state").asText().equals("RUNNING"));
        cluster().done("cancel", "--name", "metered");
        cluster().done("cancel");
    }

    @Test
    @Order(6)
    void mistakesAreNamedBeforeAnythingIsSubmitted() {
        LocalCluster.Ran ran =
                cluster().run("submit", "--set", "fathom.async.capacity=0", "--set", "fathom.asink.timeout=1 s");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("fathom.async.capacity", "fathom.asink.timeout", "did you mean");
    }

    /** Kills without warning, in the middle of the stream, one of the two processes that do the work. */
    @Test
    @Order(7)
    void exactlyOnceAcrossTheDeathOfATaskManager() {
        CompletableFuture<JsonNode> result = CompletableFuture.supplyAsync(
                () -> cluster().submit("--name", "survivor", "--demo-events", "4000", "--rate", "250"));
        await().atMost(PATIENCE)
                .until(() ->
                        result.isDone() || job("survivor").path("checkpoints").asLong() >= 4);
        assertThat(result).as("still streaming").isNotDone();
        long victim = cluster().pids("taskmanager-1").get(0);
        assertThat(ProcessHandle.of(victim).orElseThrow().destroyForcibly()).isTrue();

        JsonNode figures = result.join();

        assertThat(figures.path("events").asInt()).as(figures.toString()).isEqualTo(4000);
        assertThat(figures.path("lost").asLong()).as(figures.toString()).isZero();
        assertThat(figures.path("duplicated").asLong()).as(figures.toString()).isZero();
        assertThat(figures.path("telemetryMissing").asLong()).isZero();
        assertThat(job("survivor").path("restores").asLong())
                .as("it went on from a checkpoint")
                .isPositive();
        LocalCluster.Ran status = cluster().run("status");
        assertThat(status.exitCode()).as("one process is gone").isEqualTo(1);
        assertThat(status.out()).containsPattern("taskmanager-1 +GONE").containsPattern("taskmanager-2 +running");
    }

    private static JsonNode job(String name) {
        for (JsonNode job : cluster().status().path("jobs")) {
            if (job.path("name").asText().equals(name)) {
                return job;
            }
        }
        return MissingNode.getInstance();
    }

    @Test
    @Order(8)
    void downLeavesNothingBehind() {
        List<Long> pids = cluster().pids("");
        assertThat(cluster().done("down")).contains("stopped 3 processes");
        assertThat(pids)
                .noneMatch(
                        pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
        assertThat(folder.resolve("cluster/data")).doesNotExist();
        assertThat(folder.resolve("cluster/logs/taskmanager-2.log")).exists();
        assertThat(cluster().done("down")).contains("no cluster is up");
        LocalCluster.Ran submit = cluster().run("submit");
        assertThat(submit.exitCode()).isEqualTo(1);
        assertThat(submit.err()).contains("a cluster must be up", "fathom cluster up");
    }
}
