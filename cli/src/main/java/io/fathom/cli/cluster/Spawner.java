package io.fathom.cli.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts processes that outlive this one: nothing connects them but files, no terminal either. */
final class Spawner {
    private final ClusterFolder folder;

    Spawner(ClusterFolder folder) {
        this.folder = folder;
    }

    Process start(Launch launch) throws IOException {
        ProcessLog log = ProcessLog.of(folder, launch.name());
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launch.jvm());
        command.add("-Dlog.file=" + log.log());
        command.add("-Dlog4j2.configurationFile=" + folder.conf().resolve("log4j2.properties"));
        command.addAll(List.of("-cp", launch.classPath(), launch.mainClass()));
        command.addAll(launch.args());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.logs().toFile()) // where a crashing JVM leaves its report
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.printed().toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        // Many workers with one thread each: libgomp must neither start more nor spin.
        environment.putIfAbsent("OMP_NUM_THREADS", "1");
        environment.putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
        // Each job has new threads, and glibc a new arena for most of them: 40 MB a submission that never come back.
        // Flink's own images have jemalloc instead.
        environment.putIfAbsent("MALLOC_ARENA_MAX", "2");
        environment.put("FLINK_CONF_DIR", folder.conf().toString());
        return builder.start();
    }
}
