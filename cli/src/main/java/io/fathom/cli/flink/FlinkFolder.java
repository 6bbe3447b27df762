package io.fathom.cli.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.WebOptions;

/** The temporary files of a Flink in this process. They go when this is closed, or when the process ends. */
public final class FlinkFolder implements AutoCloseable {
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 40;
    private static final long PAUSE_NANOS = 50_000_000;

    private final Path path;
    private final Thread deleteOnExit = new Thread(this::delete, "delete-flink-files");

    private FlinkFolder(Path path) {
        this.path = path;
        Runtime.getRuntime().addShutdownHook(deleteOnExit);
    }

    public static FlinkFolder create() {
        try {
            return new FlinkFolder(Files.createTempDirectory("fathom-flink-"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary folder; check the free space there", e);
        }
    }

    public Path path() {
        return path;
    }

    /** Tells Flink to keep its files here, unless the configuration says where. */
    public void configure(Configuration configuration) {
        if (!configuration.contains(CoreOptions.TMP_DIRS)) {
            configuration.set(CoreOptions.TMP_DIRS, path.toString());
        }
        if (!configuration.contains(WebOptions.TMP_DIR)) {
            configuration.set(WebOptions.TMP_DIR, path.toString());
        }
    }

    /** True if a file of this name is here or anywhere below. */
    public boolean contains(String name) {
        try (Stream<Path> tree = Files.walk(path)) {
            return tree.anyMatch(file -> file.endsWith(name));
        } catch (IOException | UncheckedIOException e) {
            // Somebody is creating and deleting files there: look again later.
            return false;
        }
    }

    /**
     * Deletes everything, once Flink is gone. It shuts down by itself when its job is over, on other threads; a checkpoint
     * under way would bring a deleted folder back.
     */
    @Override
    public void close() {
        long deadline = System.nanoTime() + SHUTDOWN_TIMEOUT.toNanos();
        while (flinkIsHere() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        delete();
        if (!Files.exists(path)) {
            try {
                Runtime.getRuntime().removeShutdownHook(deleteOnExit);
            } catch (IllegalStateException e) {
                // The process is ending: the hook runs, and finds nothing to do.
            }
        }
    }

    /** The folder of the cluster is the last that it deletes. */
    private boolean flinkIsHere() {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.anyMatch(e -> String.valueOf(e.getFileName()).startsWith("minicluster_"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** Tries again where something appears while it is being deleted. */
    private void delete() {
        for (int attempt = 0; attempt < ATTEMPTS && Files.exists(path); attempt++) {
            if (attempt > 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            try (Stream<Path> tree = Files.walk(path)) {
                List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                // Somebody was faster, or slower; what is left after the last attempt is the system's to clean.
            }
        }
    }
}
