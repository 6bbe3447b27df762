package io.fathom.cli;

/** Which Fathom this is. */
public final class Version {
    /** Program and version, for {@code --version} and for the manifests of bundles. */
    public static final String NAME = "fathom 0.1.0";

    private Version() {}
}
