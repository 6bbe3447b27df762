package io.fathom.cli.reference;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom reference}: for those who change Fathom. */
@Command(
        name = "reference",
        hidden = true,
        description = "Write the pages of docs/reference anew, from the options, metrics and commands in the code.",
        footer = {
            "",
            "Example:",
            "  ./fathom reference",
        })
public final class ReferenceCommand implements Callable<Integer> {

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where to write. Default: docs/reference.")
    private @Nullable Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path folder = out == null
                ? Path.of(System.getProperty("fathom.home", "."))
                        .resolve("docs")
                        .resolve("reference")
                : out;
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> page :
                    ReferencePages.all(spec.root().commandLine()).entrySet()) {
                Files.writeString(folder.resolve(page.getKey()), page.getValue());
                spec.commandLine().getOut().println(folder.resolve(page.getKey()));
            }
        } catch (IOException e) {
            throw CommandException.failed(
                    "--out must name a folder that can be written to, but '" + folder + "' cannot: " + e.getMessage(),
                    e);
        }
        return ExitCodes.DONE;
    }
}
