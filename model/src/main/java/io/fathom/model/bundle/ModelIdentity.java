package io.fathom.model.bundle;

/**
 * Which model made a prediction.
 *
 * @param id the bundle's name, such as {@code intents}
 * @param version content address of the bundle: the first 12 hex digits of the sha256 of its manifest
 */
public record ModelIdentity(String id, String version) {
    @Override
    public String toString() {
        return id + "@" + version;
    }
}
