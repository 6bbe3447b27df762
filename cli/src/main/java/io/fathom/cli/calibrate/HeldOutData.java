package io.fathom.cli.calibrate;

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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What to calibrate on. */
final class HeldOutData {

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source = new Source();

    /** A file, or a generator. */
    static final class Source {
        @Option(
                names = "--data",
                paramLabel = "FILE",
                description = "Held-out texts, UTF-8, label<TAB>text on every line; label oos means out of scope.")
        private @Nullable Path file;

        @Option(
                names = "--generate",
                paramLabel = "NAME",
                converter = GeneratedData.Name.class,
                description = "Records that no training has seen and no evaluation will see: parcels.")
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

    List<LabelledText> read() {
        if (source.generated != null) {
            return source.generated.generator(Split.DEV, seed).records(records).stream()
                    .map(GeneratedRecord::labelled)
                    .toList();
        }
        if (source.file == null) {
            throw CommandException.usage("one of --data and --generate is needed, but none was given");
        }
        return TsvReader.read(GivenFile.of("--data", source.file, "label<TAB>text lines"));
    }
}
