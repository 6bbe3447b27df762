package io.fathom.cli.evaluate;

import io.fathom.cli.CommandException;
import io.fathom.cli.generated.GivenRecords;
import io.fathom.cli.generated.GivenRecords.GivenRecord;
import io.fathom.model.training.Split;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to evaluate on. */
final class EvaluationData {

    @Mixin
    private GivenRecords records = new GivenRecords();

    @Option(
            names = "--normal-label",
            paramLabel = "NAME",
            description =
                    "For a language model, whose --data is a text on every line, or label<TAB>text to measure how well"
                            + " its score tells normal texts from others: the label of the texts that are normal, all others being"
                            + " strange. Default: of two labels the more frequent.")
    private @Nullable String normalLabel;

    List<GivenRecord> read() {
        return records.read(Split.TEST);
    }

    /** Texts for a language model, with what the file says of them. */
    SurpriseData readTexts() {
        if (records.isGenerated()) {
            throw CommandException.usage(
                    "--generate makes labelled texts for a classifier, but the bundle is a language model; give --data");
        }
        return SurpriseData.read(records.file("lines of text"), normalLabel);
    }
}
