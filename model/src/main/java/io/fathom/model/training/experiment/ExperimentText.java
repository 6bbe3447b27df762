package io.fathom.model.training.experiment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A text as characters, its first 90 % to learn from and the rest to validate on.
 *
 * @param fingerprint where it is from, and the beginning of the SHA-256 of its UTF-8
 * @param vocabulary number of different characters; ids are their ranks
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record ExperimentText(String fingerprint, int vocabulary, int[] train, int[] validation) {
    private static final int SHORTEST = 2_000;
    private static final int FINGERPRINT_CHARACTERS = 12;

    /**
     * @param origin such as {@code file} or {@code generated}
     * @throws IllegalArgumentException if it is too short to be split, or is always the same character
     */
    public static ExperimentText of(String origin, String text) {
        int[] characters = text.codePoints().toArray();
        int[] known = text.codePoints().distinct().sorted().toArray();
        if (characters.length < SHORTEST || known.length < 2) {
            throw new IllegalArgumentException("a text must have at least " + SHORTEST
                    + " characters, of at least 2 kinds, but has " + characters.length + " of " + known.length);
        }
        int[] ids = new int[characters.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Arrays.binarySearch(known, characters[i]);
        }
        int split = (int) (0.9 * ids.length);
        return new ExperimentText(
                origin + "-" + fingerprint(text),
                known.length,
                Arrays.copyOf(ids, split),
                Arrays.copyOfRange(ids, split, ids.length));
    }

    /** The same text in other parts: what to learn from, what to validate on, and a rest that is left alone. */
    ExperimentText split(double trainShare, double validationShare) {
        int[] all = Arrays.copyOf(train, train.length + validation.length);
        System.arraycopy(validation, 0, all, train.length, validation.length);
        int end = (int) (trainShare * all.length);
        int endOfValidation = (int) ((trainShare + validationShare) * all.length);
        return new ExperimentText(
                fingerprint, vocabulary, Arrays.copyOf(all, end), Arrays.copyOfRange(all, end, endOfValidation));
    }

    private static String fingerprint(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, FINGERPRINT_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK must know SHA-256, but this one does not", e);
        }
    }
}
