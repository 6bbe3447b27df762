package io.fathom.model.bundle;

import io.fathom.model.bundle.BundleManifest.FileEntry;
import io.fathom.model.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes a bundle whole or not at all: into a folder beside the target, read back and checked there, then moved into
 * place. An older bundle in that place is replaced; anything else is left alone.
 */
public final class BundleWriter {
    private BundleWriter() {}

    /**
     * @param folder where the bundle is to be; absent, empty, or a bundle that may be replaced
     * @return the bundle as read back
     * @throws BundleException if the parts do not fit each other, or the folder holds something else
     */
    public static ModelBundle write(Path folder, BundleParts parts) {
        Path target = folder.toAbsolutePath().normalize();
        try {
            requireReplaceable(target);
            Map<String, byte[]> files = encode(parts);
            Path beside = beside(target, "part");
            try {
                Files.createDirectories(beside);
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    Files.write(beside.resolve(file.getKey()), file.getValue());
                }
                BundleReader.check(beside);
                moveIntoPlace(beside, target);
            } finally {
                deleteBundle(beside);
            }
            return BundleReader.read(folder);
        } catch (IllegalArgumentException e) {
            throw new BundleException("bundle '" + folder + "' cannot be written: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new BundleException("bundle '" + folder + "' cannot be written: " + e, e);
        }
    }

    private static Map<String, byte[]> encode(BundleParts parts) {
        try (Tokenizer tokenizer = Tokenizer.of(parts.tokenizerJson())) {
            tokenizer.vocabulary().requireIdsBelow(parts.model().architecture().vocabulary());
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(
                BundleFiles.WEIGHTS,
                WeightsFile.encode(
                        parts.model().architecture(),
                        parts.weights(),
                        parts.base().isPresent()));
        files.put(BundleFiles.TOKENIZER, parts.tokenizerJson());
        files.put(BundleFiles.MODEL_CARD, BundleFiles.utf8(parts.modelCard()));
        parts.frontier().ifPresent(frontier -> files.put(BundleFiles.FRONTIER, FrontierJson.write(frontier)));
        parts.ngrams().ifPresent(ngrams -> files.put(BundleFiles.NGRAMS, ngrams.write()));
        Map<String, FileEntry> entries = new LinkedHashMap<>();
        files.forEach((name, bytes) -> entries.put(name, new FileEntry(BundleFiles.sha256(bytes), bytes.length)));
        files.put(BundleFiles.MANIFEST, ManifestJson.write(BundleManifest.of(parts.model(), parts.base(), entries)));
        return files;
    }

    private static void requireReplaceable(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new IllegalArgumentException("the target must be a folder, but is a file");
        }
        List<String> names = names(target);
        Optional<String> foreign = names.stream()
                .filter(name -> !name.equals(BundleFiles.MANIFEST) && !BundleFiles.MOST_BYTES.containsKey(name))
                .findFirst();
        if (foreign.isPresent()) {
            throw new IllegalArgumentException("the target must be empty or a bundle, but holds '" + foreign.get()
                    + "', which is no part of one: name another folder");
        }
        if (!names.isEmpty() && !names.contains(BundleFiles.MANIFEST)) {
            throw new IllegalArgumentException("the target must be empty or a bundle, but has no "
                    + BundleFiles.MANIFEST + ": name another folder");
        }
    }

    private static void moveIntoPlace(Path from, Path target) throws IOException {
        if (!Files.exists(target)) {
            Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Path old = beside(target, "old");
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        deleteBundle(old);
    }

    private static Path beside(Path target, String what) {
        return target.resolveSibling("." + target.getFileName() + "." + what + "-" + UUID.randomUUID());
    }

    /** Deletes a folder of files that was made or checked above; does nothing where there is none. */
    private static void deleteBundle(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        for (String name : names(folder)) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
