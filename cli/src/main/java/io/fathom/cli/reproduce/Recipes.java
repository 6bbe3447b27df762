package io.fathom.cli.reproduce;

import io.fathom.cli.reproduce.claims.Catalogue;
import io.fathom.cli.reproduce.claims.Quantity.Arm;
import io.fathom.cli.reproduce.results.Provenance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Fingerprints of what runs are made with.
 *
 * @param text fingerprint of the text that language models learn; empty if any will do
 */
record Recipes(Catalogue catalogue, Optional<String> text) implements Provenance {
    /** Data of the tasks that draw their records themselves. */
    private static final String GENERATED = "generated";

    private static final String TEXT_TASK = "text";
    private static final int FINGERPRINT_CHARACTERS = 10;

    @Override
    public Optional<String> recipe(String task, String method) {
        Arm arm = new Arm(task, method);
        return catalogue.contains(arm)
                ? Optional.of(fingerprint(catalogue.method(arm).experiment().recipe()))
                : Optional.empty();
    }

    @Override
    public Optional<String> data(String task) {
        return task.equals(TEXT_TASK) ? text : Optional.of(GENERATED);
    }

    private static String fingerprint(String recipe) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(recipe.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, FINGERPRINT_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK must know SHA-256, but this one does not", e);
        }
    }
}
