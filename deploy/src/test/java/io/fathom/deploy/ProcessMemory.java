package io.fathom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;

/** Divides the memory of Flink's processes by Flink's own arithmetic, which refuses at start what does not add up. */
public final class ProcessMemory {
    private static final MemorySize LEAST_HEAP = MemorySize.ofMebiBytes(384);
    private static final MemorySize LEAST_FOR_NATIVES = MemorySize.ofMebiBytes(768);

    private ProcessMemory() {}

    /** Fails on a configuration that a process would not start with, or has too little heap or room for natives with. */
    public static void check(Configuration configuration) {
        TaskExecutorProcessSpec taskManager = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
        assertThat(taskManager.getJvmHeapMemorySize())
                .as("heap of a TaskManager")
                .isGreaterThan(LEAST_HEAP);
        assertThat(taskManager.getTaskOffHeapSize()).as("room for natives").isGreaterThan(LEAST_FOR_NATIVES);
        assertThat(taskManager.getManagedMemorySize()).as("nothing uses it").isEqualTo(MemorySize.ZERO);
        JobManagerProcessSpec jobManager = JobManagerProcessUtils.processSpecFromConfig(configuration);
        assertThat(jobManager.getJvmHeapMemorySize())
                .as("heap of the JobManager")
                .isGreaterThan(LEAST_HEAP);
    }
}
