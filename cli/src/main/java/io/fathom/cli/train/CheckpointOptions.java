package io.fathom.cli.train;

import io.fathom.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an unfinished training is kept. */
final class CheckpointOptions {

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Where to keep the state of the training, for --resume. Default: beside --out.")
    private @Nullable Path file;

    @Option(names = "--resume", description = "Go on from the checkpoint of an interrupted training.")
    private boolean resume;

    Path file(Path out) {
        return file == null ? out.resolveSibling(out.getFileName() + ".checkpoint") : file;
    }

    boolean resumes() {
        return resume;
    }

    /** The checkpoint to go on from, or empty to begin. */
    Optional<Path> resumed(Path out) throws IOException {
        if (!resume) {
            return Optional.empty();
        }
        Path from = file(out);
        if (!exists(from)) {
            throw CommandException.usage("--resume needs a checkpoint, but '" + from
                    + "' does not exist; leave --resume out to begin, or name the file with --checkpoint");
        }
        return Optional.of(from);
    }

    /** The student's, or a teacher's beside it. */
    private static boolean exists(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return false;
        }
        String name = String.valueOf(file.getFileName());
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> String.valueOf(f.getFileName()))
                    .anyMatch(f -> f.equals(name) || f.startsWith(name + ".teacher-"));
        }
    }
}
