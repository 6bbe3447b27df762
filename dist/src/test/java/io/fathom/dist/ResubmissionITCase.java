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
 *
 * <p>Native memory is judged in two parts, each by {@link NativeMemory}: what native libraries hold, and what is held through
 * the JVM. The rest, the JVM's working memory, is left out, for it depends on what the JVM is at when somebody looks: the
 * compiler alone had up to 58 MiB for a moment, and 12 to 16 of it when the jobs were over; code grew by 4 MiB; the heap's pages
 * are touched one after the other. That made up to 48 MiB of resident memory in seven rounds, with nothing leaked.
 */
@Timeout(600)
class ResubmissionITCase {
    private static final int ROUNDS = 10;
    private static final int WARM = 3;

    /** Softly referenced ones of the last jobs, and that of the first, which JNA's cleaner thread keeps. */
    private static final long CLASS_LOADERS = 4;

    /**
     * Freed memory in pages that the C library cannot give back, because something else still lies in them; measured: 5 to 18,
     * most of it in the next few rounds. A leak of 6 MiB a job is more.
     */
    private static final long LIBRARY_MARGIN_MIB = 40;

    /** Classes that are generated and thread stacks that are touched late; measured: 3 to 6. A leak of 3 MiB a job is more. */
    private static final long JVM_MARGIN_MIB = 20;

    /** Classes of one job, which a class loader that still waits for the collector keeps; there are 22. */
    private static final long CLASS_LOADER_MIB = 24;

    private static final String TRACKED = "-XX:NativeMemoryTracking=detail";

    private static final String GROWING_POOLS =
            "(flink-|cluster-io|jobmanager-|ForkJoinPool|GN|GC|CN|Attach|pool-N|Flink|prometheus-|process reaper).*";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void tenJobsLeaveWhatThreeDid() throws Exception {
        try (LocalCluster cluster = LocalCluster.up(folder.resolve("cluster"), 1, TRACKED)) {
            long worker = cluster.pids("taskmanager").get(0);
            long manager = cluster.pids("jobmanager").get(0);
            rounds(cluster, 1);
            cluster.submit();
            long ofOneEngine = JvmLook.at(worker).nativeArrays();
            cluster.done("cancel");
            rounds(cluster, WARM - 2);
            JvmLook workerBefore = settled(worker);
            JvmLook managerBefore = settled(manager);
            NativeMemory before = NativeMemory.at(worker);

            rounds(cluster, ROUNDS - WARM);

            JvmLook workerAfter = settled(worker);
            assertThat(counted(workerAfter)).as("TaskManager's threads").isEqualTo(counted(workerBefore));
            assertThat(counted(settled(manager))).as("JobManager's threads").isEqualTo(counted(managerBefore));
            assertThat(workerAfter.nativeArrays())
                    .as("tensors, closed ones that wait for the collector included; one engine has " + ofOneEngine)
                    .isLessThan(ofOneEngine);
            nothingLeft(
                    before, NativeMemory.at(worker), workerAfter.userClassLoaders() - workerBefore.userClassLoaders());
        }
    }

    private static void nothingLeft(NativeMemory before, NativeMemory after, long moreClassLoaders) {
        assertThat(after.libraryKib() - before.libraryKib())
                .as("growth in KiB of what native libraries hold; before %s, after %s", before, after)
                .isLessThan(LIBRARY_MARGIN_MIB * 1024);
        assertThat(after.jvmKib() - before.jvmKib())
                .as("growth in KiB of what is held through the JVM; before %s, after %s", before, after)
                .isLessThan((JVM_MARGIN_MIB + Math.max(0, moreClassLoaders) * CLASS_LOADER_MIB) * 1024);
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
