package io.fathom.model.bundle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** Names of a bundle's files and the most bytes that each may have. */
final class BundleFiles {
    static final String MANIFEST = "bundle.json";
    static final String WEIGHTS = "weights.safetensors";
    static final String TOKENIZER = "tokenizer.json";
    static final String FRONTIER = "frontier.json";
    static final String NGRAMS = "ngrams.bin";
    static final String MODEL_CARD = "MODEL_CARD.md";

    static final long MOST_MANIFEST_BYTES = 4L << 20;

    /** What an array of bytes holds: a packed bundle on the largest encoder that is read has 1.1 GB. */
    private static final long MOST_WEIGHT_BYTES = (2L << 30) - (1 << 20);

    /** The files that a manifest may list; a bundle has no other. */
    static final Map<String, Long> MOST_BYTES = Map.of(
            WEIGHTS,
            MOST_WEIGHT_BYTES,
            TOKENIZER,
            64L << 20,
            MODEL_CARD,
            1L << 20,
            FRONTIER,
            1L << 20,
            NGRAMS,
            64L << 20);

    /** Those that every bundle has. */
    static final Set<String> REQUIRED = Set.of(WEIGHTS, TOKENIZER, MODEL_CARD);

    private BundleFiles() {}

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The bundle's identity: its name and the content address of its manifest. */
    static ModelIdentity identity(String id, byte[] manifest) {
        return new ModelIdentity(id, sha256(manifest).substring(0, 12));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
