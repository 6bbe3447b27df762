package io.fathom.cli.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Everything that a cluster leaves on disk. */
record ClusterFolder(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Flink's configuration, written by {@code up}. */
    Path conf() {
        return path.resolve("conf");
    }

    /** One log for each process; they stay after {@code down}. */
    Path logs() {
        return path.resolve("logs");
    }

    /** What processes write beside logs: topics, checkpoints, uploaded jars. Gone after {@code down}. */
    Path data() {
        return path.resolve("data");
    }

    /** Configuration of each submitted job. */
    Path jobs() {
        return path.resolve("jobs");
    }

    private Path stateFile() {
        return path.resolve("cluster.json");
    }

    /** There from the first command that starts something on, for good: it also says that the folder is a cluster's. */
    private Path lockFile() {
        return path.resolve("cluster.lock");
    }

    /** True if a cluster is or was here: what {@code up} and {@code down} delete is then its own. */
    boolean isOurs() {
        return Files.exists(lockFile()) || Files.exists(stateFile());
    }

    /** Nobody's data are deleted because they lie in folders that are called as ours are. */
    private void refuseIfForeign() throws IOException {
        if (isOurs() || !Files.exists(path)) {
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            Optional<Path> entry = entries.min(Comparator.naturalOrder());
            if (entry.isPresent()) {
                throw CommandException.usage("the folder of a cluster must be empty or that of an earlier one, because"
                        + " what is in it gets deleted, but '" + path + "' holds '"
                        + entry.get().getFileName() + "'; give another --folder");
            }
        }
    }

    /** What runs, or ought to; empty where nothing was started. */
    Optional<ClusterState> state() {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(stateFile()), ClusterState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw CommandException.failed(
                    "'" + stateFile() + "' must say what the cluster consists of, but cannot be read; end its"
                            + " processes by hand, and delete '" + path + "'",
                    e);
        }
    }

    /** True if a process of it is left. */
    boolean isUp() {
        return state().filter(ClusterState::isAnyAlive).isPresent();
    }

    /** As {@link #state()}, where there must be one. */
    ClusterState running() {
        return state().filter(ClusterState::isAnyAlive)
                .orElseThrow(() -> CommandException.failed(
                        "a cluster must be up in '" + path + "', but none is; start one with 'fathom cluster up'"));
    }

    /** As {@link #running()}, where jobs can be submitted and cancelled: a cluster goes on without a TaskManager only. */
    ClusterState working() {
        ClusterState state = running();
        state.dead().stream()
                .map(Member::name)
                .filter(name -> name.equals(ClusterState.BROKER) || name.equals(ClusterState.JOB_MANAGER))
                .findFirst()
                .ifPresent(name -> {
                    throw CommandException.failed(
                            "process '" + name + "' must run for jobs to work, but is gone; its log is"
                                    + " '" + ProcessLog.of(this, name).log()
                                    + "', and 'fathom cluster down' with 'fathom cluster up' starts anew");
                });
        return state;
    }

    /** At once or not at all: whoever is interrupted here must not lose track of processes. */
    void write(ClusterState state) {
        try {
            Path draft = path.resolve("cluster.json.new");
            JSON.writerWithDefaultPrettyPrinter().writeValue(draft.toFile(), state);
            Files.move(draft, stateFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the folders anew, without what an earlier cluster left. */
    void prepare() throws IOException {
        clear();
        delete(logs());
        for (Path folder : List.of(conf(), logs(), data(), jobs())) {
            Files.createDirectories(folder);
        }
    }

    /** Deletes all but the logs. */
    void clear() throws IOException {
        for (Path folder : List.of(conf(), data(), jobs())) {
            delete(folder);
        }
        Files.deleteIfExists(stateFile());
    }

    /**
     * Starts or stops processes, while no other command does.
     *
     * @throws CommandException if one is at it already, or the folder holds what is not a cluster's
     */
    <T> T alone(Callable<T> action) throws Exception {
        refuseIfForeign();
        Files.createDirectories(path);
        try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!locked(channel)) {
                throw CommandException.failed("only one command at a time can start or stop the cluster in '" + path
                        + "', but another one is at it; wait until it is done");
            }
            return action.call();
        }
    }

    /** Until it is closed, or its process ends. */
    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by another thread of this process
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
