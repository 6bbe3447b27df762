package io.fathom.cli.pack;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.options.BundleOption;
import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom pack}. */
@Command(
        name = "pack",
        sortOptions = false,
        description = {
            "Write a bundle with all of its weights, for machines that do not have its base: images, clusters.",
            "Its answers are the same, bit by bit; its version is another, since its files are."
        },
        footer = {
            "",
            "Example:",
            "  ./fathom pack --bundle bundles/intents --out packed/intents",
        })
public final class PackCommand implements Callable<Integer> {

    @Mixin
    private BundleOption bundle = new BundleOption();

    @Option(names = "--out", paramLabel = "FOLDER", required = true, description = "Where to write the bundle.")
    private Path out = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ModelBundle thin = bundle.read();
        if (Files.exists(out) && Files.isSameFile(out, thin.folder())) {
            throw CommandException.usage(
                    "--out must name another folder than the bundle that is packed, but both are '" + out + "'");
        }
        ModelBundle packed = BundleWriter.write(out, BundleParts.packed(thin));
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println("wrote " + packed.identity() + " to " + out);
        terminal.println(String.format(
                Locale.ROOT,
                "  from %s, %s: %,d bytes to %,d",
                thin.identity(),
                thin.base().map(base -> "on base " + base).orElse("which needed no base"),
                bytes(thin),
                bytes(packed)));
        return ExitCodes.DONE;
    }

    private static long bytes(ModelBundle bundle) {
        return bundle.manifest().files().values().stream()
                .mapToLong(file -> file.bytes())
                .sum();
    }
}
