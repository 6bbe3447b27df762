package io.fathom.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A folder that goes with its owner, or with the process if that ends first. */
final class TemporaryFolder implements AutoCloseable {
    private static final int ATTEMPTS = 40;
    private static final long BETWEEN_ATTEMPTS_NANOS = 50_000_000;

    private final Path path;
    private final Thread deleteOnExit = new Thread(this::delete, "delete-temporary-folder");

    private TemporaryFolder(Path path) {
        this.path = path;
        Runtime.getRuntime().addShutdownHook(deleteOnExit);
    }

    static TemporaryFolder create(String prefix) {
        try {
            return new TemporaryFolder(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary folder; check the free space there", e);
        }
    }

    Path path() {
        return path;
    }

    /** True if a file of this name is in the folder or anywhere below. */
    boolean contains(String name) {
        try (Stream<Path> tree = Files.walk(path)) {
            return tree.anyMatch(file -> file.endsWith(name));
        } catch (IOException | UncheckedIOException e) {
            // Somebody is creating and deleting files there: look again later.
            return false;
        }
    }

    /** True if the name of something directly in the folder starts like this. */
    boolean holds(String prefix) {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.anyMatch(e -> String.valueOf(e.getFileName()).startsWith(prefix));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** Flink takes its leave on other threads and may still make a folder here while they are deleted: tries again. */
    private void delete() {
        for (int attempt = 0; attempt < ATTEMPTS && Files.exists(path); attempt++) {
            if (attempt > 0) {
                LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
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

    @Override
    public void close() {
        delete();
        if (!Files.exists(path)) {
            try {
                Runtime.getRuntime().removeShutdownHook(deleteOnExit);
            } catch (IllegalStateException e) {
                // The process is ending: the hook runs, and finds nothing to do.
            }
        }
    }
}
