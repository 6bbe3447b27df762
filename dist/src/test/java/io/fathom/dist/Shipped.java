package io.fathom.dist;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The folder that this module builds, and the class paths that go with it. */
final class Shipped {
    private static final Path TARGET = Path.of(Objects.requireNonNull(System.getProperty("fathom.dist")));

    private Shipped() {}

    static Path folder() {
        return only(TARGET, "fathom-");
    }

    /** The thin jar that is submitted. */
    static Path jobJar() {
        return only(folder().resolve("usrlib"), "fathom-job-");
    }

    /** Jars for the parent class path of every JobManager and TaskManager. */
    static List<Path> lib() {
        return list(folder().resolve("lib"));
    }

    /** What a Flink distribution has. */
    static List<Path> flink() {
        return classPath("flink.classpath");
    }

    /** All that the job needs at run time, except for what Flink has. */
    static List<Path> needed() {
        return classPath("job.classpath");
    }

    /** Names of all files in a jar. */
    static List<String> files(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those for a later Java are left out: Flink's shading of Jackson forgets to rename them, and nobody finds them there. */
    static List<String> classes(Path jar) {
        return files(jar).stream()
                .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                .filter(name -> !name.startsWith("META-INF/"))
                .toList();
    }

    private static List<Path> classPath(String file) {
        try {
            return Arrays.stream(Files.readString(TARGET.resolve(file)).strip().split(File.pathSeparator))
                    .map(Path::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path only(Path folder, String prefix) {
        List<Path> found = list(folder).stream()
                .filter(path -> String.valueOf(path.getFileName()).startsWith(prefix)
                        && !String.valueOf(path.getFileName()).startsWith("fathom-dist"))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("one " + prefix + "* must be in " + folder + ", but found " + found);
        }
        return found.get(0);
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
