package io.fathom.cli.cluster;

import io.fathom.job.io.broker.BrokerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/** The command lines of a cluster, as Flink's own scripts would build them. */
final class Launches {
    private final ClusterFolder folder;
    private final Configuration flink;
    private final String flinkClassPath;

    Launches(ClusterFolder folder, Configuration flink, String flinkClassPath) {
        this.folder = folder;
        this.flink = flink;
        this.flinkClassPath = flinkClassPath;
    }

    /** Runs on the class path of this process: the broker is no part of a Flink distribution. */
    Launch broker(int port, int controllerPort) {
        Path logs = folder.data().resolve("topics");
        return new Launch(
                ClusterState.BROKER,
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Dfile.encoding=UTF-8"),
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                List.of(logs.toString(), String.valueOf(port), String.valueOf(controllerPort)),
                0);
    }

    Launch jobManager(int metricsPort) {
        JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(flink);
        return flink(
                ClusterState.JOB_MANAGER,
                JobManagerProcessUtils.generateJvmParametersStr(memory, flink),
                CoreOptions.FLINK_JM_JVM_OPTIONS,
                StandaloneSessionClusterEntrypoint.class,
                words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)),
                metricsPort);
    }

    /** Flink computes the memory flags of a TaskManager before it starts, and the TaskManager insists on them. */
    Launch taskManager(int number, int metricsPort) {
        String name = ClusterState.taskManager(number);
        TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(flink);
        List<String> args = new ArrayList<>(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
        args.add("-Dtaskmanager.resource-id=" + name);
        return flink(
                name,
                ProcessMemoryUtils.generateJvmParametersStr(memory),
                CoreOptions.FLINK_TM_JVM_OPTIONS,
                TaskManagerRunner.class,
                args,
                metricsPort);
    }

    private Launch flink(
            String name,
            String memoryFlags,
            ConfigOption<String> ownFlags,
            Class<?> mainClass,
            List<String> args,
            int metricsPort) {
        List<String> jvm = new ArrayList<>(words(memoryFlags));
        jvm.addAll(words(flink.get(CoreOptions.FLINK_JVM_OPTIONS)));
        jvm.addAll(words(flink.get(ownFlags)));
        List<String> all = new ArrayList<>(List.of("--configDir", folder.conf().toString()));
        all.addAll(args);
        all.add("-Dmetrics.reporter.prom.port=" + metricsPort);
        return new Launch(name, jvm, flinkClassPath, mainClass.getName(), all, metricsPort);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
