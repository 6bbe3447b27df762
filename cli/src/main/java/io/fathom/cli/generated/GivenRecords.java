package io.fathom.cli.generated;

import io.fathom.cli.CommandException;
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

/** Labelled records for a command: those of a file, or made for the occasion. */
public final class GivenRecords {

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source = new Source();

    /** A file, or a generator. */
    static final class Source {
        @Option(
                names = "--data",
                paramLabel = "FILE",
                description = "Labelled texts, UTF-8, label<TAB>text on every line; label oos means out of scope.")
        private @Nullable Path file;

        @Option(
                names = "--generate",
                paramLabel = "NAME",
                converter = GeneratedData.Name.class,
                description = "Records made for the occasion, others than those of any training: parcels.")
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

    /**
     * A labelled text.
     *
     * @param difficulty steps to its answer, where that is known
     */
    public record GivenRecord(LabelledText labelled, OptionalInt difficulty) {
        private static GivenRecord of(GeneratedRecord made) {
            return new GivenRecord(made.labelled(), OptionalInt.of(made.difficulty()));
        }
    }

    /** @param split what generated records are for */
    public List<GivenRecord> read(Split split) {
        if (source.generated != null) {
            return source.generated.generator(split, seed).records(records).stream()
                    .map(GivenRecord::of)
                    .toList();
        }
        return TsvReader.read(file("label<TAB>text lines")).stream()
                .map(text -> new GivenRecord(text, OptionalInt.empty()))
                .toList();
    }

    public boolean isGenerated() {
        return source.generated != null;
    }

    /** The file of {@code --data}, which is there. */
    public Path file(String contents) {
        if (source.file == null) {
            throw CommandException.usage("one of --data and --generate is needed, but none was given");
        }
        return GivenFile.of("--data", source.file, contents);
    }
}
