package io.fathom.cli.calibrate;

import io.fathom.cli.CommandException;
import io.fathom.cli.generated.GivenRecords;
import io.fathom.cli.options.GivenFile;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.training.DepthZeroTraining;
import io.fathom.model.training.LabelledText;
import io.fathom.model.training.Split;
import io.fathom.model.training.TsvReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What answers before the first layer of the new bundle. */
final class DepthZeroOptions {
    private static final String GENERATED = "";

    @Option(
            names = "--depth-zero",
            arity = "0..1",
            fallbackValue = GENERATED,
            paramLabel = "FILE",
            description =
                    "Put an n-gram model before the network, as depth zero. FILE holds the labelled texts that it learns from:"
                            + " those that the bundle was trained on (texts of --data are left out). No FILE with --generate."
                            + " Default: what the bundle has.")
    private @Nullable String trainingTexts;

    @Option(names = "--without-depth-zero", description = "Leave out the n-gram model that the bundle has.")
    private boolean without;

    /**
     * The n-gram model of the new bundle.
     *
     * @param data what is calibrated on
     * @param records of it
     */
    Optional<NgramModel> ngrams(ModelBundle model, GivenRecords data, List<LabelledText> records) {
        if (trainingTexts == null) {
            return without ? Optional.empty() : model.ngrams();
        }
        if (without) {
            throw CommandException.usage(
                    "--depth-zero and --without-depth-zero exclude each other, but both were given; leave one of them out");
        }
        return Optional.of(DepthZeroTraining.of(model.labels(), trainingTexts(data, trainingTexts), records));
    }

    private static List<LabelledText> trainingTexts(GivenRecords data, String file) {
        if (!file.equals(GENERATED)) {
            return TsvReader.read(GivenFile.of("--depth-zero", Path.of(file), "label<TAB>text lines"));
        }
        if (!data.isGenerated()) {
            throw CommandException.usage("--depth-zero needs the file of labelled texts that the bundle was trained on,"
                    + " but had none; name it behind the option");
        }
        return data.read(Split.TRAIN).stream()
                .map(GivenRecords.GivenRecord::labelled)
                .toList();
    }

    /** @throws CommandException if given, for language models */
    void refuse() {
        if (trainingTexts != null || without) {
            throw CommandException.usage((without ? "--without-depth-zero" : "--depth-zero")
                    + " is for classifiers, but the bundle is a language model; leave it out");
        }
    }
}
