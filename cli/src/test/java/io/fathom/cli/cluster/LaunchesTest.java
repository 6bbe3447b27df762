package io.fathom.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.Test;

class LaunchesTest {

    /** As Flink's scripts do: the flags for all processes first, so that those of a kind may say otherwise. */
    @Test
    void jvmFlagsAreThoseForAllAndThoseForTheProcess() {
        Configuration flink = new Configuration();
        flink.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, MemorySize.parse("1g"));
        flink.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, MemorySize.parse("2g"));
        flink.set(CoreOptions.FLINK_JVM_OPTIONS, "-Dall=1");
        flink.set(CoreOptions.FLINK_JM_JVM_OPTIONS, "-Djob.manager=1");
        flink.set(CoreOptions.FLINK_TM_JVM_OPTIONS, "-Dtask.manager=1  -Dtask.manager=2");
        Launches launches = new Launches(new ClusterFolder(Path.of("cluster")), flink, "lib");

        assertThat(launches.jobManager(1).jvm()).endsWith("-Dall=1", "-Djob.manager=1");
        assertThat(launches.taskManager(1, 1).jvm()).endsWith("-Dall=1", "-Dtask.manager=1", "-Dtask.manager=2");
    }
}
