package io.fathom.cli.cluster;

import io.fathom.cli.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --folder}: which cluster is meant; there may be several. */
final class FolderOption {

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Where the cluster keeps its state, logs and data; empty, or that of an earlier cluster."
                    + " Default: .fathom/cluster.")
    private @Nullable Path folder;

    /** @throws CommandException if it is a file */
    ClusterFolder folder() {
        Path chosen = folder == null ? Path.of(System.getProperty("fathom.home", "."), ".fathom", "cluster") : folder;
        if (Files.exists(chosen) && !Files.isDirectory(chosen)) {
            throw CommandException.usage(
                    "--folder must name a folder, but '" + chosen + "' is a file; give another, or leave --folder out");
        }
        return new ClusterFolder(chosen.toAbsolutePath().normalize());
    }
}
