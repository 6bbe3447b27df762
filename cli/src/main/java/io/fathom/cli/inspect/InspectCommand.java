package io.fathom.cli.inspect;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.options.BundleOption;
import io.fathom.model.bundle.ModelBundle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fathom inspect}. */
@Command(
        name = "inspect",
        description = "Show what is in a bundle, and check that every byte of it is as it was written.",
        footer = {
            "",
            "Examples:",
            "  ./fathom inspect",
            "  ./fathom inspect my-bundle",
            "  ./fathom inspect my-bundle --json",
        })
public final class InspectCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "The bundle; the same as --bundle.")
    private @Nullable Path folder;

    @Mixin
    private BundleOption bundle = new BundleOption();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (folder != null && bundle.isGiven()) {
            throw CommandException.usage("the bundle must be named once, but was given as '" + folder
                    + "' and with --bundle; leave one of them out");
        }
        ModelBundle model =
                folder == null ? bundle.read() : BundleOption.of(folder).read();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(BundleListing.json(model));
        } else {
            BundleListing.text(model).forEach(out::println);
        }
        return ExitCodes.DONE;
    }
}
