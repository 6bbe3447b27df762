package io.fathom.cli.options;

import io.fathom.cli.CommandException;
import io.fathom.model.base.BaseEncoder;
import io.fathom.model.base.BaseReference;
import io.fathom.model.base.Bases;
import io.fathom.model.base.NamedBase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Brings named bases into the local Maven repository by the Maven wrapper, and so with the user's own settings: mirrors,
 * proxies, another repository. Only commands that a person runs do this; a job never does.
 */
public final class BaseFetch {
    private static final String GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get";

    private BaseFetch() {}

    /**
     * A base by its name or folder; the jar of a named one is fetched first if it is not here.
     *
     * @param err where to say that something is fetched
     * @throws CommandException if there is no such base, or it cannot be fetched, or is damaged
     */
    public static BaseEncoder open(String nameOrFolder, PrintWriter err) {
        Optional<NamedBase> named = NamedBase.of(nameOrFolder);
        if (named.isPresent()) {
            fetch(named.get(), err);
        }
        try {
            return Bases.ofThisProcess().open(nameOrFolder);
        } catch (IllegalArgumentException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()), e);
        }
    }

    /** Fetches the base of a bundle if it has a name and is not here; whether it can be used is for the bundle to say. */
    static void tryToHave(BaseReference reference) {
        Optional<NamedBase> named =
                NamedBase.of(reference.name()).filter(base -> base.reference().equals(reference));
        if (named.isEmpty() || Bases.ofThisProcess().has(named.get())) {
            return;
        }
        try {
            run(named.get());
        } catch (CommandException e) {
            return; // said when the weights are asked for
        }
    }

    /** @throws CommandException if Maven cannot */
    public static void fetch(NamedBase base, PrintWriter err) {
        if (Bases.ofThisProcess().has(base)) {
            return;
        }
        err.println("fetching base " + base.reference().name() + " ("
                + base.reference().coordinates() + ") ...");
        err.flush();
        run(base);
    }

    private static void run(NamedBase base) {
        Path home = Path.of(System.getProperty("fathom.home", "."));
        Path wrapper = home.resolve("mvnw").toAbsolutePath();
        String subject = "base '" + base.reference().name() + "' must be fetched by Maven (" + wrapper + "), but ";
        if (!Files.isRegularFile(wrapper)) {
            throw CommandException.failed(
                    subject + "that is not there; run ./fathom from its own folder, or put the jar "
                            + base.reference().coordinates() + " into a folder of " + Bases.VARIABLE);
        }
        try {
            Process maven = new ProcessBuilder(List.of(
                            wrapper.toString(),
                            "-B",
                            "-ntp",
                            "-q",
                            GOAL,
                            "-Dartifact=" + base.reference().coordinates(),
                            "-Dtransitive=false"))
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            maven.getOutputStream().close();
            String said = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (maven.waitFor() != 0) {
                throw CommandException.failed(subject + "it says: "
                        + said.lines()
                                .filter(line -> line.contains("ERROR"))
                                .findFirst()
                                .orElse("nothing")
                        + "; see to the network or to Maven's settings");
            }
        } catch (IOException e) {
            throw CommandException.failed(subject + "it cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed(subject + "was stopped", e);
        }
    }
}
