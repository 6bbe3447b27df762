package io.fathom.cli.options;

import io.fathom.cli.CommandException;
import io.fathom.model.bundle.ModelBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --bundle}, by default the one that ships. */
public final class BundleOption {
    private static final String SHIPPED = "intents";

    @Option(
            names = "--bundle",
            paramLabel = "FOLDER",
            description = "The trained model: a folder with a bundle.json. Default: the shipped bundles/intents.")
    private @Nullable Path bundle;

    /** As if {@code --bundle} had been given. */
    public static BundleOption of(Path folder) {
        BundleOption option = new BundleOption();
        option.bundle = folder;
        return option;
    }

    public boolean isGiven() {
        return bundle != null;
    }

    /**
     * The folder that an option names, which is there and holds a manifest; whether it is whole is for the reader to say.
     *
     * @param option such as {@code --from}
     * @param next what to do if it is not, in words
     */
    public static Path folderOf(String option, Path folder, String next) {
        if (!Files.isDirectory(folder)) {
            throw CommandException.usage(option + " must name the folder of a bundle, but '" + folder + "' "
                    + (Files.exists(folder) ? "is a file" : "does not exist") + "; " + next);
        }
        if (!Files.isRegularFile(folder.resolve("bundle.json"))) {
            throw CommandException.usage(option + " must name the folder of a bundle, but '" + folder
                    + "' holds no bundle.json; give the folder that 'fathom train --out' wrote");
        }
        return folder;
    }

    private Path folder(String name) {
        if (bundle == null) {
            Path shipped = shipped(name);
            if (!Files.isDirectory(shipped)) {
                throw CommandException.usage("the bundle that ships must be in '" + shipped
                        + "', but is not there; get it back with git, or name another with --bundle");
            }
            return shipped;
        }
        return folderOf("--bundle", bundle, "train one with 'fathom train', or leave --bundle out for the shipped one");
    }

    /**
     * Reads and checks the bundle.
     *
     * @throws io.fathom.model.bundle.BundleException if anything about it is wrong
     */
    public ModelBundle read() {
        return readOr(SHIPPED);
    }

    /**
     * As {@link #read()}, with another shipped bundle for its default.
     *
     * @param name of a folder in {@code bundles}
     */
    public ModelBundle readOr(String name) {
        ModelBundle read = ModelBundle.read(folder(name));
        read.base().ifPresent(BaseFetch::tryToHave);
        return read;
    }

    private static Path shipped(String name) {
        return Path.of(System.getProperty("fathom.home", "."))
                .resolve("bundles")
                .resolve(name);
    }
}
