package io.fathom.model.training.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.model.base.BaseOrigin;
import io.fathom.model.base.EncoderWeights;
import io.fathom.model.base.OnnxEncoder;
import io.fathom.model.tensors.OnnxFile;
import io.fathom.model.tensors.SafetensorsFile;
import io.fathom.model.tensors.TensorSource;
import io.fathom.model.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An encoder in somebody else's files: a Hugging Face folder ({@code config.json}, {@code tokenizer.json},
 * {@code model.safetensors} or its shards), a sentence-transformers folder around one, or an ONNX file with its
 * {@code tokenizer.json} beside it.
 *
 * @param weights under our names, read when asked for
 * @param tokenizerJson contents of {@code tokenizer.json}, known to fit the embedding
 * @param origin what is known of where it comes from
 * @param head the classifier, where there is one
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record ForeignEncoder(
        EncoderWeights weights, byte[] tokenizerJson, BaseOrigin origin, Optional<ForeignClassifier> head) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG = "config.json";
    private static final String TOKENIZER = "tokenizer.json";
    private static final String WEIGHTS = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final List<String> PICKLES = List.of(".bin", ".pt", ".pth", ".ckpt", ".pkl");
    private static final List<String> OTHERS = List.of(".h5", ".msgpack", ".gguf", ".ot");

    /**
     * Reads a folder, or an ONNX file.
     *
     * @param withHead whether a classifier is read where there is one
     * @throws IllegalArgumentException if this is not what is read, in one sentence that names what was found
     */
    public static ForeignEncoder read(Path from, boolean withHead) throws IOException {
        try {
            if (Files.isDirectory(from)) {
                return folder(from, withHead);
            }
            if (Files.isRegularFile(from) && ends(from, ".onnx")) {
                return onnx(from, withHead);
            }
            throw new IllegalArgumentException("it must be a folder with " + CONFIG + ", " + TOKENIZER + " and "
                    + WEIGHTS + ", or an .onnx file (what is read), but " + described(from));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + from + "' cannot be imported: " + e.getMessage(), e);
        }
    }

    private static String described(Path from) {
        if (!Files.exists(from)) {
            return "does not exist";
        }
        return isPickle(from) ? "is a pickle, which could run code when it is read" : "is another file";
    }

    private static ForeignEncoder folder(Path root, boolean withHead) throws IOException {
        Path folder = transformer(root);
        if (Files.isRegularFile(folder.resolve(WEIGHTS))) {
            return of(root, folder, SafetensorsFile.open(folder.resolve(WEIGHTS)), "safetensors", withHead);
        }
        if (Files.isRegularFile(folder.resolve(INDEX))) {
            return of(root, folder, ShardedTensors.open(folder.resolve(INDEX)), "safetensors", withHead);
        }
        ConfigJson.read(folder.resolve(CONFIG)); // a folder without it is none of these
        throw new IllegalArgumentException(
                "the folder must hold " + WEIGHTS + " or " + INDEX + " (what is read), but " + otherWeights(folder));
    }

    private static String otherWeights(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.sorted().toList();
            Optional<Path> pickle =
                    all.stream().filter(ForeignEncoder::isPickle).findFirst();
            if (pickle.isPresent()) {
                return "has " + pickle.get().getFileName() + ", a pickle, which could run code when it is read:"
                        + " save the model again with safe_serialization=True";
            }
            return all.stream()
                    .filter(file -> OTHERS.stream().anyMatch(end -> ends(file, end)))
                    .findFirst()
                    .map(file -> "has " + file.getFileName())
                    .orElse("has no weights");
        }
    }

    /** The folder of the transformer in one of sentence-transformers, which lists its modules; otherwise the same. */
    private static Path transformer(Path root) throws IOException {
        Path modules = root.resolve("modules.json");
        if (!Files.isRegularFile(modules)) {
            return root;
        }
        for (JsonNode module : JSON.readTree(Files.readAllBytes(modules))) {
            if (module.path("type").asText().endsWith(".Transformer")) {
                Path folder = root.resolve(module.path("path").asText("")).normalize();
                if (!folder.startsWith(root.normalize()) || !Files.isDirectory(folder)) {
                    throw new IllegalArgumentException("modules.json must name a folder inside, but names '"
                            + module.path("path").asText() + "'");
                }
                return folder;
            }
        }
        throw new IllegalArgumentException("modules.json must list a Transformer (what is read), but lists none");
    }

    private static ForeignEncoder onnx(Path file, boolean withHead) throws IOException {
        OnnxFile model = OnnxFile.open(() -> Files.newInputStream(file));
        Path folder = folderOf(file);
        Path above = folder.getParent(); // where exports put config and tokenizer: the file lies in onnx/
        Path root = !Files.exists(folder.resolve(TOKENIZER)) && above != null && Files.exists(above.resolve(TOKENIZER))
                ? above
                : folder;
        if (Files.isRegularFile(root.resolve(CONFIG))) {
            return of(root, root, OnnxEncoder.tensors(model), "ONNX", withHead);
        }
        byte[] tokenizer = tokenizer(root, root);
        EncoderWeights weights = OnnxEncoder.read(model, tokenizer);
        requireFit(tokenizer, weights);
        return new ForeignEncoder(weights, tokenizer, new BaseOrigin("", "", "ONNX"), Optional.empty());
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return folder == null ? file.toAbsolutePath().getRoot() : folder;
    }

    private static ForeignEncoder of(Path root, Path folder, TensorSource source, String form, boolean withHead)
            throws IOException {
        ConfigJson config = ConfigJson.read(folder.resolve(CONFIG));
        TensorSource tensors = new RenamedTensors(source);
        EncoderWeights weights = EncoderWeights.of(tensors, config.family(), config.shape(), config.positionOffset());
        byte[] tokenizer = tokenizer(folder, root);
        requireFit(tokenizer, weights);
        boolean classifies = config.classifies().orElseGet(() -> ForeignClassifier.isIn(tensors, config.family()));
        Optional<ForeignClassifier> head = withHead && classifies
                ? Optional.of(ForeignClassifier.read(
                        tensors, config, EncoderWeights.prefix(tensors.shapes().keySet())))
                : Optional.empty();
        String path = config.root().path("_name_or_path").asText("");
        String model = path.matches("[\\w.-]+/[\\w.-]+") ? path : ""; // otherwise a folder on somebody's machine
        String type = config.family().toString().toLowerCase(Locale.ROOT);
        return new ForeignEncoder(weights, tokenizer, new BaseOrigin(model, "", type + ", " + form), head);
    }

    private static byte[] tokenizer(Path folder, Path root) throws IOException {
        for (Path place : List.of(folder, root)) {
            if (Files.isRegularFile(place.resolve(TOKENIZER))) {
                return Files.readAllBytes(place.resolve(TOKENIZER));
            }
        }
        throw new IllegalArgumentException("the folder must hold the file " + TOKENIZER
                + ", but does not: save the model's" + " fast tokenizer with save_pretrained");
    }

    private static void requireFit(byte[] tokenizer, EncoderWeights weights) {
        try (Tokenizer library = Tokenizer.of(tokenizer)) {
            library.vocabulary().requireIdsBelow(weights.shape().vocabulary());
        }
    }

    private static boolean isPickle(Path file) {
        return PICKLES.stream().anyMatch(end -> ends(file, end));
    }

    private static boolean ends(Path file, String end) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(end);
    }
}
