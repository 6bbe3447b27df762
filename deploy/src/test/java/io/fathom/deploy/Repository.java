package io.fathom.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things lie in the repository; tests run in the folder of their module. */
public final class Repository {
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    public static final Path DEPLOY = ROOT.resolve("deploy");
    public static final Path K8S = ROOT.resolve("k8s");

    private Repository() {}

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A version of the poms, which Maven hands to the tests as a system property. */
    public static String version(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("the system property '" + property
                    + "' is not set: run the test by Maven, which sets it in the pom");
        }
        return value;
    }
}
