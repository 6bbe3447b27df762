package io.fathom.cli.cluster;

import io.fathom.cli.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the parts of the cluster lie.
 *
 * @param templates configuration files that a cluster starts from
 * @param jobJar the thin job jar
 * @param flinkClassPath what stands in for {@code lib/} of a Flink distribution, with Fathom's own {@code lib/}
 */
record Installation(Path templates, Path jobJar, String flinkClassPath) {
    private static final String REBUILD = "run './fathom cluster up', which builds what is missing";

    /**
     * As the launcher says: {@code fathom.home} is the folder of the project, {@code fathom.dist} that of what its module
     * {@code dist} has built.
     *
     * @throws CommandException if something is missing
     */
    static Installation find() {
        Path templates = Path.of(System.getProperty("fathom.home", ".")).resolve("deploy/local-cluster");
        if (!Files.isRegularFile(templates.resolve("config.yaml"))) {
            throw CommandException.failed("the configuration of the local cluster must be in '" + templates
                    + "', but is not there; get it back with git");
        }
        Path dist = Path.of(System.getProperty("fathom.dist", "dist/target"));
        try {
            Path shipped = only(dist, "fathom-", "");
            String flink =
                    Files.readString(required(dist.resolve("flink.classpath"))).strip();
            return new Installation(
                    templates.toAbsolutePath().normalize(),
                    only(shipped.resolve("usrlib"), "fathom-job-", "-flink.jar"),
                    jars(shipped.resolve("lib")) + File.pathSeparator + flink);
        } catch (IOException e) {
            throw CommandException.failed(
                    "what a cluster runs must be in '" + dist + "', but cannot be read; " + REBUILD, e);
        }
    }

    private static Path only(Path folder, String prefix, String suffix) throws IOException {
        try (Stream<Path> entries = Files.list(required(folder))) {
            return entries.filter(entry -> matches(entry, prefix, suffix))
                    .findFirst()
                    .orElseThrow(() -> missing(folder.resolve(prefix + "*" + suffix)))
                    .toAbsolutePath()
                    .normalize();
        }
    }

    private static boolean matches(Path entry, String prefix, String suffix) {
        String name = String.valueOf(entry.getFileName());
        boolean kind = suffix.isEmpty() ? Files.isDirectory(entry) : Files.isRegularFile(entry);
        return kind && name.startsWith(prefix) && name.endsWith(suffix);
    }

    private static String jars(Path lib) throws IOException {
        try (Stream<Path> entries = Files.list(required(lib))) {
            List<Path> sorted = entries.sorted().toList();
            return sorted.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static Path required(Path path) {
        if (!Files.exists(path)) {
            throw missing(path);
        }
        return path;
    }

    private static CommandException missing(Path path) {
        return CommandException.failed(
                "what a cluster runs must be built, but '" + path + "' is not there; " + REBUILD);
    }
}
