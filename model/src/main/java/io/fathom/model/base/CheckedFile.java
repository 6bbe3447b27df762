package io.fathom.model.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A large file that must have a certain sha256: checked before it is used, and again after it has changed. */
final class CheckedFile {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final String sha256;
    private final String advice;

    @Nullable
    private Stamp verified;

    /** What changes when a file is written. */
    private record Stamp(long bytes, FileTime time) {
        static Stamp of(Path path) throws IOException {
            return new Stamp(Files.size(path), Files.getLastModifiedTime(path));
        }
    }

    /** @param advice what to do with a damaged file, such as {@code fetch it again} */
    CheckedFile(Path path, String sha256, String advice) {
        this.path = path;
        this.sha256 = sha256;
        this.advice = advice;
    }

    Path path() {
        return path;
    }

    /** @throws IllegalArgumentException if the file is missing or damaged */
    synchronized void verify() throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException("the file " + path + " must be there, but is missing: " + advice);
        }
        Stamp now = Stamp.of(path);
        if (now.equals(verified)) {
            return;
        }
        String found = sha256(path);
        if (!found.equals(sha256)) {
            throw new IllegalArgumentException(
                    path + " must have the sha256 " + sha256 + ", but has " + found + ": " + advice);
        }
        verified = now;
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
