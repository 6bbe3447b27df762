package io.fathom.model.bundle;

import io.fathom.model.bundle.BundleManifest.FileEntry;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.ngram.NgramModel;
import io.fathom.model.text.TokenizerVocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a bundle and believes nothing: the manifest is parsed strictly, every file has the size and the sha256 that it
 * states and lies in the folder, and the contents fit each other, before any of it reaches native code.
 */
public final class BundleReader {
    private BundleReader() {}

    /** @throws BundleException if anything about the bundle is wrong, in one sentence */
    public static ModelBundle read(Path folder) {
        try {
            return check(folder);
        } catch (IllegalArgumentException e) {
            throw new BundleException("bundle '" + folder + "' cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new BundleException("bundle '" + folder + "' cannot be read: " + e, e);
        }
    }

    /** @throws IllegalArgumentException if anything about the bundle is wrong, without its name */
    static ModelBundle check(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("it must be a folder with a " + BundleFiles.MANIFEST + ", but "
                    + (Files.exists(folder) ? "is a file" : "does not exist"));
        }
        Path root = folder.toRealPath();
        byte[] manifestBytes = bytes(root, BundleFiles.MANIFEST, BundleFiles.MOST_MANIFEST_BYTES);
        BundleManifest manifest = ManifestJson.read(manifestBytes);
        requireNames(manifest);
        Map<String, byte[]> files = new HashMap<>();
        for (Map.Entry<String, FileEntry> entry : manifest.files().entrySet()) {
            files.put(entry.getKey(), verified(root, entry.getKey(), entry.getValue()));
        }
        byte[] tokenizerJson = file(files, BundleFiles.TOKENIZER);
        TokenizerVocabulary.of(tokenizerJson)
                .requireIdsBelow(manifest.model().architecture().vocabulary());
        Optional<DepthFrontier> frontier =
                Optional.ofNullable(files.get(BundleFiles.FRONTIER)).map(FrontierJson::read);
        frontier.ifPresent(f -> FrontierFit.require(f, manifest.model()));
        Optional<NgramModel> ngrams =
                Optional.ofNullable(files.get(BundleFiles.NGRAMS)).map(NgramModel::read);
        requireDepthZero(ngrams, manifest.model());
        FrontierFit.requirePoint(manifest.model().exitPolicy(), frontier);
        return new ModelBundle(
                folder,
                BundleFiles.identity(manifest.model().id(), manifestBytes),
                BundleFiles.sha256(manifestBytes),
                manifest,
                WeightsFile.parse(
                        manifest.model().architecture(),
                        file(files, BundleFiles.WEIGHTS),
                        manifest.base().isPresent()),
                tokenizerJson,
                new String(file(files, BundleFiles.MODEL_CARD), StandardCharsets.UTF_8),
                frontier,
                ngrams);
    }

    /** The n-gram model and its calibration belong together, and it has the labels of the classifier. */
    private static void requireDepthZero(Optional<NgramModel> ngrams, ModelDescription model) {
        if (ngrams.isPresent() != model.calibration().depthZero().isPresent()) {
            throw new IllegalArgumentException(BundleFiles.NGRAMS + " and depthZero of the calibration belong together,"
                    + " but only " + (ngrams.isPresent() ? "the file" : "the calibration") + " is there");
        }
        ngrams.filter(n -> n.labels() != model.labels().size()).ifPresent(n -> {
            throw new IllegalArgumentException(BundleFiles.NGRAMS + " must be for "
                    + model.labels().size() + " labels (those of the classifier), but is for " + n.labels());
        });
    }

    private static void requireNames(BundleManifest manifest) {
        for (String name : manifest.files().keySet()) {
            if (!isPlain(name)) {
                throw new IllegalArgumentException(
                        "file names must be plain and stay in the bundle's folder, but '" + name + "' does not");
            }
        }
        Set<String> names = manifest.files().keySet();
        if (!names.containsAll(BundleFiles.REQUIRED)
                || !BundleFiles.MOST_BYTES.keySet().containsAll(names)) {
            throw new IllegalArgumentException("files of " + BundleFiles.MANIFEST + " must be "
                    + new TreeSet<>(BundleFiles.REQUIRED) + " (and may be " + BundleFiles.FRONTIER + " and "
                    + BundleFiles.NGRAMS + "), but are " + names);
        }
    }

    private static boolean isPlain(String name) {
        return !name.isBlank()
                && name.chars().allMatch(c -> c > ' ' && c != '/' && c != '\\' && c != ':')
                && !name.equals(".")
                && !name.equals("..");
    }

    private static byte[] verified(Path root, String name, FileEntry expected) throws IOException {
        byte[] bytes = bytes(root, name, BundleFiles.MOST_BYTES.getOrDefault(name, 0L));
        if (bytes.length != expected.bytes()) {
            throw new IllegalArgumentException(name + " must have " + expected.bytes()
                    + " bytes (as the manifest says), but has " + bytes.length + ": copy the bundle again");
        }
        String sha256 = BundleFiles.sha256(bytes);
        if (!sha256.equals(expected.sha256())) {
            throw new IllegalArgumentException(name + " must have the sha256 " + expected.sha256()
                    + " (as the manifest says), but has " + sha256 + ": copy the bundle again");
        }
        return bytes;
    }

    private static byte[] bytes(Path root, String name, long most) throws IOException {
        Path file = root.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("it must hold the file " + name + ", but that is missing");
        }
        if (!Files.exists(file) || !file.toRealPath().startsWith(root)) {
            throw new IllegalArgumentException(name + " must stay in the bundle's folder, but is a link out of it");
        }
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(name + " must be a file, but is something else");
        }
        long size = Files.size(file);
        if (size > most) {
            throw new IllegalArgumentException(name + " must have at most " + most + " bytes, but has " + size);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes =
                    new byte[Math.toIntExact(size)]; // in one piece: with its weights, a bundle has hundreds of MB
            int read = in.readNBytes(bytes, 0, bytes.length);
            return read < bytes.length ? Arrays.copyOf(bytes, read) : bytes;
        }
    }

    private static byte[] file(Map<String, byte[]> files, String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new IllegalStateException(name + " has been checked to be there");
        }
        return bytes;
    }
}
