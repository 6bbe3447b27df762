package io.fathom.cli.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a process has left in its files: its log, and what it printed. */
final class ProcessLog {
    private static final Pattern ERROR = Pattern.compile("^\\S+ \\S+ (ERROR|FATAL)\\s.*");
    private static final Pattern CAUSE = Pattern.compile("^(Caused by: |Exception in thread |Error: ).*");
    private static final int LONGEST = 400;

    private final Path log;
    private final Path printed;

    private ProcessLog(Path log, Path printed) {
        this.log = log;
        this.printed = printed;
    }

    static ProcessLog of(ClusterFolder folder, String process) {
        return new ProcessLog(
                folder.logs().resolve(process + ".log"), folder.logs().resolve(process + ".out"));
    }

    Path log() {
        return log;
    }

    Path printed() {
        return printed;
    }

    /** The innermost cause of its last error; else its last error; else its last line. Empty if it left nothing. */
    Optional<String> lastError() {
        return last(log, CAUSE)
                .or(() -> last(log, ERROR))
                .or(() -> last(printed, CAUSE))
                .or(() -> last(printed, Pattern.compile(".*\\S.*")))
                .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...");
    }

    private static Optional<String> last(Path file, Pattern kind) {
        return lines(file).stream()
                .filter(line -> kind.matcher(line).matches())
                .reduce((earlier, later) -> later)
                .map(String::strip);
    }

    private static List<String> lines(Path file) {
        try {
            // Not readAllLines: a process that was killed may leave half a character.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
