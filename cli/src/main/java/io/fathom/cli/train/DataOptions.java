package io.fathom.cli.train;

import io.fathom.cli.CommandException;
import io.fathom.cli.generated.GeneratedData;
import io.fathom.cli.options.GivenFile;
import io.fathom.cli.options.NameOf;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.training.HeldOut;
import io.fathom.model.training.LabelledText;
import io.fathom.model.training.LineReader;
import io.fathom.model.training.TsvReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to train on, and what the model card says of it. */
final class DataOptions {
    private static final String CONTENTS = "label<TAB>text lines";

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Texts to learn from, UTF-8, label<TAB>text on every line; label oos means out of scope."
                    + " For a language model a text on every line, as it is.")
    private @Nullable Path train;

    @Option(
            names = "--generate",
            paramLabel = "NAME",
            converter = GeneratedData.Name.class,
            description =
                    "Learn from generated records instead, new ones at every step: parcels (scans of parcels and a"
                            + " question that takes a step a leg). Other defaults hold then: the recipe of bundles/parcels.")
    private @Nullable GeneratedData generated;

    @Option(
            names = "--dev",
            paramLabel = "FILE",
            description = "Held-out texts for early stopping, temperatures and the out-of-scope threshold."
                    + " Default: a share of --data, which is not learnt from then.")
    private @Nullable Path dev;

    @Option(
            names = "--dev-share",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of --data held out where --dev is not given. Default: ${DEFAULT-VALUE}.")
    private double devShare;

    @Option(
            names = "--data-name",
            paramLabel = "NAME",
            description = "Name of the data set, for the model card. Default: the name of the file.")
    private @Nullable String name;

    @Option(
            names = "--licence",
            paramLabel = "NAME",
            defaultValue = "not stated",
            description = "Its licence, such as 'CC BY 3.0'. Default: ${DEFAULT-VALUE}.")
    private String licence = "";

    @Option(
            names = "--attribution",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Whom to name, where the licence asks for it.")
    private String attribution = "";

    @Option(names = "--source", paramLabel = "URL", defaultValue = "", description = "Where the data comes from.")
    private String source = "";

    /** What is generated, or empty where files are read. */
    Optional<GeneratedData> generated() {
        if ((train == null) == (generated == null)) {
            throw CommandException.usage("one of --data and --generate is needed, but "
                    + (train == null ? "none" : "both") + " was given; name a file, or --generate parcels");
        }
        if (generated != null && dev != null) {
            throw CommandException.usage(
                    "--dev goes with --data, but --generate was given, which makes its own; leave one of them out");
        }
        return Optional.ofNullable(generated);
    }

    /** @param seed of the choice where a share of the data is held out */
    HeldOut<LabelledText> read(long seed) {
        return read(seed, CONTENTS, TsvReader::read);
    }

    /** A text on every line. */
    HeldOut<String> readLines(long seed) {
        return read(seed, "a text on every line", LineReader::read);
    }

    private <T> HeldOut<T> read(long seed, String contents, Function<Path, List<T>> reader) {
        if (train == null) {
            throw new IllegalStateException("there are no files to read where data is generated");
        }
        List<T> records = reader.apply(GivenFile.of("--data", train, contents));
        if (dev != null) {
            return new HeldOut<>(records, reader.apply(GivenFile.of("--dev", dev, contents)));
        }
        if (!(devShare > 0 && devShare < 1)) {
            throw CommandException.usage("--dev-share must be above 0 and below 1, but was " + devShare);
        }
        return HeldOut.of(records, devShare, seed);
    }

    TrainingData toTrainingData() {
        if (generated != null) {
            String records = NameOf.format(generated) + " (generated records, new ones at every step)";
            return new TrainingData(name == null ? records : name, "not needed", attribution, source);
        }
        if (train == null) {
            throw new IllegalStateException("there is nothing to describe where no data was given");
        }
        return new TrainingData(
                name == null ? String.valueOf(train.getFileName()) : name, licence, attribution, source);
    }
}
