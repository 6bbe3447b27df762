package io.fathom.cli.train;

import io.fathom.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where a bundle is to be. */
final class TargetFolder {

    private TargetFolder() {}

    /** @throws CommandException if something else is in its place */
    static void requireReplaceable(Path out) throws IOException {
        boolean bundle = Files.isRegularFile(out.resolve("bundle.json"));
        if (Files.exists(out) && !bundle && !isEmptyFolder(out)) {
            throw CommandException.usage("--out must name a new folder, or a bundle to replace, but '" + out
                    + "' is something else; choose another name");
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
