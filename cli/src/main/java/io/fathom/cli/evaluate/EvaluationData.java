package io.fathom.cli.evaluate;

import io.fathom.cli.CommandException;
import io.fathom.cli.generated.GeneratedData;
import io.fathom.cli.options.GivenFile;
import io.fathom.cli.options.WholeNumber;
import io.fathom.model.training.GeneratedRecord;
import io.fathom.model.training.LabelledText;
import io.fathom.model.training.Split;
import io.fathom.model.training.TsvReader;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What to evaluate on. */
final class EvaluationData {

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source = new Source();

    /** A file, or a generator. */
    static final class Source {
        @Option(
                names = "--data",
                paramLabel = "FILE",
                description =
                        "Labelled texts, UTF-8, label<TAB>text on every line; for a language model a text on every line,"
                                + " or label<TAB>text to measure how well its score tells normal texts from others.")
        private @Nullable Path file;

        @Option(
                names = "--generate",
                paramLabel = "NAME",
                converter = GeneratedData.Name.class,
                description = "Records that no training has seen, made for the occasion: parcels.")
        private @Nullable GeneratedData generated;
    }

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "3000",
            converter = WholeNumber.Positive.class,
            description = "Records to generate. Default: ${DEFAULT-VALUE}.")
    private int records;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of what is generated. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--normal-label",
            paramLabel = "NAME",
            description = "For a language model: the label of the texts that are normal, all others being strange."
                    + " Default: of two labels the more frequent.")
    private @Nullable String normalLabel;

    /**
     * A labelled text.
     *
     * @param difficulty steps to its answer, where that is known
     */
    record Item(LabelledText labelled, OptionalInt difficulty) {
        private static Item of(GeneratedRecord made) {
            return new Item(made.labelled(), OptionalInt.of(made.difficulty()));
        }
    }

    List<Item> read() {
        if (source.generated != null) {
            return source.generated.generator(Split.TEST, seed).records(records).stream()
                    .map(Item::of)
                    .toList();
        }
        if (source.file == null) {
            throw CommandException.usage("one of --data and --generate is needed, but none was given");
        }
        return TsvReader.read(GivenFile.of("--data", source.file, "label<TAB>text lines")).stream()
                .map(text -> new Item(text, OptionalInt.empty()))
                .toList();
    }

    /** Texts for a language model, with what the file says of them. */
    SurpriseData readTexts() {
        if (source.file == null) {
            throw CommandException.usage(
                    "--generate makes labelled texts for a classifier, but the bundle is a language model; give --data");
        }
        return SurpriseData.read(GivenFile.of("--data", source.file, "lines of text"), normalLabel);
    }
}
