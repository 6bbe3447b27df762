package io.fathom.job.engines;

/**
 * Which bundle a record is scored with.
 *
 * @param folder of the bundle, as every TaskManager sees it
 * @param sha256 of its manifest in hex digits: all 64, or at least the first 12, which are the bundle's version
 */
public record BundleRef(String folder, String sha256) {
    /** The bundle of the job's configuration, in whatever version lies there. */
    public static final BundleRef CONFIGURED = new BundleRef("", "");

    /** Digits of the sha256 that are the version of a bundle. */
    public static final int VERSION_DIGITS = 12;

    public boolean isConfigured() {
        return equals(CONFIGURED);
    }

    /** What predictions name the bundle's version; empty for the configured one. */
    public String version() {
        return sha256.substring(0, Math.min(sha256.length(), VERSION_DIGITS));
    }

    @Override
    public String toString() {
        return isConfigured() ? "the configured bundle" : "'" + folder + "'@" + version();
    }
}
