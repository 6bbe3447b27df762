package io.fathom.cli.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --folder}: which cluster is meant; there may be several. */
final class FolderOption {

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Where the cluster keeps its state, logs and data. Default: .fathom/cluster.")
    private @Nullable Path folder;

    ClusterFolder folder() {
        Path chosen = folder == null ? Path.of(System.getProperty("fathom.home", "."), ".fathom", "cluster") : folder;
        return new ClusterFolder(chosen.toAbsolutePath().normalize());
    }
}
