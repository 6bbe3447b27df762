package io.fathom.cli.reproduce.results;

import io.fathom.cli.CommandException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The finished runs on disk, one line a measurement. Runs are added at the end and never changed, so an interruption costs
 * the run that was under way and nothing else; what it left half-written is cut off when the file is opened next.
 *
 * <p>Runs of another recipe or of other data are refused rather than mixed with new ones.
 */
public final class ResultsFile implements AutoCloseable {
    private final FileChannel channel;
    private final List<RunResult> runs;

    private ResultsFile(FileChannel channel, List<RunResult> runs) {
        this.channel = channel;
        this.runs = new ArrayList<>(runs);
    }

    /** The whole runs of a file that may not exist; it is not changed. */
    public static Runs read(Path file, Provenance provenance) throws IOException {
        if (!Files.exists(file)) {
            return new Runs(List.of());
        }
        List<RunResult> runs = CsvLines.parse(Files.readString(file), file);
        requireSameOrigin(runs, provenance, file);
        return new Runs(runs);
    }

    /** Opens a file to add to; nobody else can meanwhile. */
    public static ResultsFile open(Path file, Provenance provenance) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (lock(channel) == null) {
                throw CommandException.failed(
                        "results '" + file + "' must be written by one process at a time, but another"
                                + " has them open; wait for it or choose another --out");
            }
            String text = Files.readString(file);
            List<RunResult> runs = CsvLines.parse(text, file);
            requireSameOrigin(runs, provenance, file);
            String whole = CsvLines.format(runs);
            if (!whole.equals(text)) {
                channel.truncate(0);
                write(channel, whole);
            }
            channel.position(channel.size());
            return new ResultsFile(channel, runs);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // by this process
        }
    }

    public Runs runs() {
        return new Runs(runs);
    }

    /** Adds a run; when this returns, it is on disk. */
    public void append(RunResult run) throws IOException {
        write(channel, CsvLines.format(run));
        runs.add(run);
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    private static void requireSameOrigin(List<RunResult> runs, Provenance provenance, Path file) {
        Map<String, String> dataOfTask = new HashMap<>();
        for (RunResult run : runs) {
            RunKey key = run.key();
            String recipe = provenance.recipe(key.task(), key.method()).orElse("none (it is not known)");
            if (!run.recipe().equals(recipe)) {
                throw refusal(file, key, "recipe", recipe, run.recipe());
            }
            String data = provenance.data(key.task()).orElse(dataOfTask.getOrDefault(key.task(), run.data()));
            dataOfTask.put(key.task(), data);
            if (!run.data().equals(data)) {
                throw refusal(file, key, "data", data, run.data());
            }
        }
    }

    private static CommandException refusal(Path file, RunKey key, String what, String wanted, String found) {
        return CommandException.failed(
                "results '" + file + "' must be of one kind, but " + key + " has the " + what + " "
                        + found + " where this version and its options have " + wanted
                        + "; remove its lines to run it again, or choose another --out");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
