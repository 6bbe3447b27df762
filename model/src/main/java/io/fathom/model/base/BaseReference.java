package io.fathom.model.base;

import java.util.regex.Pattern;

/**
 * Which base a bundle is built on. The sha256 says which bytes exactly; name and coordinates only help to find them.
 *
 * @param name such as {@code bge-small}, or what an imported base is called
 * @param coordinates {@code group:artifact:version} of a jar in a Maven repository; empty for an imported base
 * @param sha256 of the jar, or of an imported base's {@code base.json}, in hex digits
 */
public record BaseReference(String name, String coordinates, String sha256) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern COORDINATES = Pattern.compile("|[\\w.-]+:[\\w.-]+:[\\w.-]+");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public BaseReference {
        requireName(name);
        if (!COORDINATES.matcher(coordinates).matches()) {
            throw new IllegalArgumentException(
                    "coordinates of a base must be group:artifact:version or empty, but were '" + coordinates + "'");
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("the sha256 of a base must be 64 hex digits, but was '" + sha256 + "'");
        }
    }

    /** @throws IllegalArgumentException if this cannot name a base */
    public static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a base's name must be 1 to 64 of a-z, 0-9, '.', '_' and '-', and start with"
                            + " a letter or digit, but was '" + name + "'");
        }
    }

    /** Such as {@code bge-small (sha256 9dff55ebd00d…)}. */
    @Override
    public String toString() {
        return name + " (sha256 " + sha256.substring(0, 12) + "…)";
    }
}
