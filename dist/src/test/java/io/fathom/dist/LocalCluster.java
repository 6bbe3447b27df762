package io.fathom.dist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Fathom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A cluster of processes for a test, driven as a user would: by commands. Closing it takes it down. */
final class LocalCluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    private LocalCluster(Path folder) {
        this.folder = folder;
    }

    /** @param folder for state, logs and data */
    static LocalCluster up(Path folder, int taskManagers) {
        LocalCluster cluster = new LocalCluster(folder);
        cluster.done("up", "--taskmanagers", String.valueOf(taskManagers));
        return cluster;
    }

    /**
     * As {@link #up(Path, int)}, with flags for all JVMs: they come from the environment, which {@code up} hands down, so it
     * runs in a process of its own.
     */
    static LocalCluster up(Path folder, int taskManagers, String jvmFlags) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfathom.home=" + System.getProperty("fathom.home"),
                "-Dfathom.dist=" + System.getProperty("fathom.dist"),
                "-cp",
                System.getProperty("java.class.path"),
                Fathom.class.getName(),
                "cluster",
                "up",
                "--folder",
                folder.toString(),
                "--taskmanagers",
                String.valueOf(taskManagers));
        builder.environment().merge("JDK_JAVA_OPTIONS", jvmFlags, (there, more) -> there + " " + more);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("cluster up ended with " + process.exitValue() + ": " + said);
        }
        return new LocalCluster(folder);
    }

    /** What a command printed, and how it ended. */
    record Ran(int exitCode, String out, String err) {}

    Ran run(String command, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of("cluster", command, "--folder", folder.toString()));
        all.addAll(List.of(args));
        int exitCode = Fathom.commandLine(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .execute(all.toArray(String[]::new));
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** As {@link #run}, and it must have worked. */
    String done(String command, String... args) {
        Ran ran = run(command, args);
        if (ran.exitCode() != 0) {
            throw new AssertionError("cluster " + command + " " + List.of(args) + " ended with " + ran.exitCode() + ": "
                    + ran.out() + ran.err());
        }
        return ran.out();
    }

    /** Submits a job that returns JSON. */
    JsonNode submit(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        return json(done("submit", all.toArray(String[]::new)));
    }

    JsonNode status() {
        return json(run("status", "--json").out());
    }

    /** Process ids of those whose names start so. */
    List<Long> pids(String name) {
        return processes()
                .filter(process -> process.path("name").asText().startsWith(name))
                .map(process -> process.path("pid").asLong())
                .toList();
    }

    /** Addresses of the Prometheus endpoints of those whose names start so. */
    List<String> metrics(String name) {
        return processes()
                .filter(process -> process.path("name").asText().startsWith(name))
                .map(process -> process.path("metrics").asText())
                .toList();
    }

    private Stream<JsonNode> processes() {
        return StreamSupport.stream(status().path("processes").spliterator(), false);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        done("down");
    }
}
