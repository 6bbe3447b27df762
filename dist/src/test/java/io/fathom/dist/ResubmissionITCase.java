package io.fathom.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session cluster lives longer than its jobs: ten of them, one after the other, must leave it as three did.
 *
 * <p>Looked at from outside, between two jobs, after a full garbage collection. Of pools that grow with use up to their
 * bound (actors, input and output, the collector's own), the threads are not counted.
 */
@Timeout(600)
class ResubmissionITCase {
    private static final int ROUNDS = 10;
    private static final int WARM = 3;

    /** Softly referenced ones of the last jobs, and that of the first, which JNA's cleaner thread keeps. */
    private static final long CLASS_LOADERS = 4;

    /**
     * Code that is still being compiled, and what the collector keeps beside the heap; measured: up to 48 in seven rounds. The
     * leak that this guards against, arenas that are never given back, was 40 to 60 a round, 280 or more.
     */
    private static final long NATIVE_MARGIN_MIB = 120;

    private static final String GROWING_POOLS =
            "(flink-|cluster-io|jobmanager-|ForkJoinPool|GN|GC|CN|Attach|pool-N|Flink|prometheus-|process reaper).*";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void tenJobsLeaveWhatThreeDid() throws Exception {
        try (LocalCluster cluster = LocalCluster.up(folder.resolve("cluster"), 1)) {
            long worker = cluster.pids("taskmanager").get(0);
            long manager = cluster.pids("jobmanager").get(0);
            rounds(cluster, 1);
            cluster.submit();
            long ofOneEngine = JvmLook.at(worker).nativeArrays();
            cluster.done("cancel");
            rounds(cluster, WARM - 2);
            JvmLook workerBefore = settled(worker);
            JvmLook managerBefore = settled(manager);
            long nativeBefore = JvmLook.nativeMiB(worker);

            rounds(cluster, ROUNDS - WARM);

            JvmLook workerAfter = settled(worker);
            assertThat(counted(workerAfter)).as("TaskManager's threads").isEqualTo(counted(workerBefore));
            assertThat(counted(settled(manager))).as("JobManager's threads").isEqualTo(counted(managerBefore));
            assertThat(workerAfter.nativeArrays())
                    .as("tensors, closed ones that wait for the collector included; one engine has " + ofOneEngine)
                    .isLessThan(ofOneEngine);
            assertThat(JvmLook.nativeMiB(worker))
                    .as("MiB outside of the heap, %s before", nativeBefore)
                    .isLessThan(nativeBefore + NATIVE_MARGIN_MIB);
        }
    }

    /** The same texts each time: oneDNN keeps a kernel for every number of rows that it has met. */
    private static void rounds(LocalCluster cluster, int count) {
        for (int round = 0; round < count; round++) {
            assertThat(cluster.submit("--demo-events", "400").path("lost").asLong())
                    .isZero();
            cluster.done("cancel");
        }
    }

    /** The JVM as soon as the class loaders of earlier jobs are gone: soft references hold them for some seconds. */
    private static JvmLook settled(long pid) {
        return await("class loaders of jobs go")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> JvmLook.at(pid), look -> look.userClassLoaders() <= CLASS_LOADERS);
    }

    private static Map<String, Integer> counted(JvmLook look) {
        Map<String, Integer> counted = new TreeMap<>(look.threads());
        counted.keySet().removeIf(name -> name.matches(GROWING_POOLS));
        return counted;
    }
}
