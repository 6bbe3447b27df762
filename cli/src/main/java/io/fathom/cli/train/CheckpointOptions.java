package io.fathom.cli.train;

import io.fathom.cli.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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

    /** The checkpoint to go on from, or empty to begin. */
    Optional<Path> resumed(Path out) {
        if (!resume) {
            return Optional.empty();
        }
        Path from = file(out);
        if (!Files.isRegularFile(from)) {
            throw CommandException.usage("--resume needs a checkpoint, but '" + from
                    + "' does not exist; leave --resume out to begin, or name the file with --checkpoint");
        }
        return Optional.of(from);
    }
}
