package io.fathom.model.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of data in its order; parts are told apart by their lengths. */
final class Fingerprint {
    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Fingerprint add(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).flip());
        digest.update(utf8);
        return this;
    }

    Fingerprint add(int[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate((1 + numbers.length) * Integer.BYTES);
        bytes.putInt(numbers.length).asIntBuffer().put(numbers);
        digest.update(bytes.array());
        return this;
    }

    /** In hex; once. */
    String value() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
