package io.fathom.cli.grow;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.Version;
import io.fathom.cli.options.BundleOption;
import io.fathom.cli.options.OriginalArguments;
import io.fathom.cli.options.WholeNumber;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.training.BundleGrowth;
import io.fathom.model.training.SlotGrowth;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom grow}. */
@Command(
        name = "grow",
        sortOptions = false,
        description = {
            "Give a bundle of slots (tokenformer, combined) more of them, without changing what it answers.",
            "'fathom train --from' then trains the larger network on."
        },
        footer = {
            "",
            "Example:",
            "  ./fathom grow --bundle small --slots 192 --out large",
            "  ./fathom train --from large --data train.tsv --out trained",
        })
public final class GrowCommand implements Callable<Integer> {

    @Mixin
    private BundleOption bundle = new BundleOption();

    @Option(
            names = "--slots",
            paramLabel = "N",
            required = true,
            converter = WholeNumber.Positive.class,
            description = "Slots of each projection of the attention; those of the feed-forward grow in proportion.")
    private int slots;

    @Option(names = "--out", paramLabel = "FOLDER", required = true, description = "Where to write the grown bundle.")
    private Path out = Path.of("");

    @Option(
            names = "--id",
            paramLabel = "NAME",
            description = "Name of the model in predictions. Default: the name of the folder.")
    private @Nullable String id;

    @Option(
            names = "--recompute-temperature",
            description =
                    "Grow as the code released with the paper does: random keys and a new temperature, which changes"
                            + " the answers.")
    private boolean recomputeTemperature;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of what is new. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        ModelBundle from = bundle.read();
        if (out.toAbsolutePath()
                .normalize()
                .equals(from.folder().toAbsolutePath().normalize())) {
            throw CommandException.usage(
                    "--out must name another folder than the bundle that grows, but both are '" + out + "'");
        }
        BundleGrowth growth = grow(from);
        ModelBundle grown = BundleWriter.write(out, growth.parts());
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println("wrote " + grown.identity() + " to " + out);
        terminal.println(String.format(
                Locale.ROOT,
                "  parameters %,d to %,d; answers to random tokens differ by at most %.1e",
                from.architecture().parameterCount(),
                grown.architecture().parameterCount(),
                growth.difference()));
        return ExitCodes.DONE;
    }

    private BundleGrowth grow(ModelBundle from) {
        SlotGrowth.Mode mode = recomputeTemperature ? SlotGrowth.Mode.RECOMPUTE_TEMPERATURE : SlotGrowth.Mode.PRESERVE;
        try {
            return BundleGrowth.of(
                    from,
                    new SlotGrowth(slots, mode, seed),
                    id == null ? String.valueOf(out.getFileName()) : id,
                    Version.NAME,
                    "./fathom " + OriginalArguments.of(spec));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()), e);
        }
    }
}
