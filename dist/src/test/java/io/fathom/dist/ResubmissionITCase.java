package io.fathom.dist;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session cluster lives longer than its jobs: ten of them, one after the other, must leave it as three did.
 *
 * <p>Looked at from outside, between two jobs, after a full garbage collection. Of Flink's own pools that grow with use
 * and then stay (actors, input and output), the threads are not counted.
 */
@Timeout(600)
class ResubmissionITCase {
    private static final int ROUNDS = 10;
    private static final int WARM = 3;
    /** The last job's, whose threads and caches may still be ending; and the first's, which JNA's cleaner thread keeps. */
    private static final long CLASS_LOADERS = 4;

    /** Compiled code and kernels for lengths not met before; measured: 12 from the third round to the eighth. */
    private static final long NATIVE_MARGIN_MIB = 40;

    private static final String GROWING_POOLS =
            "(flink-|cluster-io|jobmanager-|ForkJoinPool|GN|GC|CN|Attach|pool-N|Flink|prometheus-|process reaper).*";

    @TempDir
    private Path folder = Path.of("");

    private record Round(Map<Long, JvmLook> looks, Map<Long, Long> nativeMiB) {}

    @Test
    void tenJobsLeaveWhatThreeDid() throws Exception {
        try (LocalCluster cluster = LocalCluster.up(folder.resolve("cluster"), 1)) {
            List<Long> pids = new ArrayList<>(cluster.pids("taskmanager"));
            pids.addAll(cluster.pids("jobmanager"));
            Round warm = null;
            long ofOneEngine = 0;
            for (int round = 1; round <= ROUNDS; round++) {
                JsonNode result = cluster.submit("--demo-events", "400", "--seed", String.valueOf(round));
                assertThat(result.path("lost").asLong()).as("round " + round).isZero();
                if (round == 1) {
                    ofOneEngine = JvmLook.at(pids.get(0)).nativeArrays();
                }
                cluster.done("cancel");
                if (round == WARM) {
                    warm = look(pids);
                }
            }
            Round last = look(pids);
            for (long pid : pids) {
                JvmLook before = requireNonNull(requireNonNull(warm).looks().get(pid));
                JvmLook after = requireNonNull(last.looks().get(pid));
                assertThat(after.nativeArrays())
                        .as("tensors, closed ones included; a working engine has " + ofOneEngine)
                        .isLessThan(ofOneEngine);
                assertThat(counted(after)).as("threads").isEqualTo(counted(before));
                assertThat(requireNonNull(last.nativeMiB().get(pid)))
                        .as("native MiB, " + before + " then " + after)
                        .isLessThan(requireNonNull(warm.nativeMiB().get(pid)) + NATIVE_MARGIN_MIB);
            }
        }
    }

    /** Waits until the class loaders of earlier jobs are gone: soft references hold them for some seconds. */
    private static Round look(List<Long> pids) throws Exception {
        Map<Long, JvmLook> looks = new TreeMap<>();
        Map<Long, Long> nativeMiB = new TreeMap<>();
        for (long pid : pids) {
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        JvmLook look = JvmLook.at(pid);
                        assertThat(look.userClassLoaders())
                                .as("class loaders of jobs, " + look)
                                .isLessThanOrEqualTo(CLASS_LOADERS);
                        looks.put(pid, look);
                    });
            nativeMiB.put(pid, JvmLook.nativeMiB(pid));
        }
        return new Round(looks, nativeMiB);
    }

    private static Map<String, Integer> counted(JvmLook look) {
        Map<String, Integer> counted = new TreeMap<>(look.threads());
        counted.keySet().removeIf(name -> name.matches(GROWING_POOLS));
        return counted;
    }
}
