package io.fathom.model.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fathom.model.base.BaseReference;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The contents of {@code bundle.json}. Its sha256 is the bundle's version, and it holds the sha256 of every other file,
 * so the version stands for every byte of the bundle.
 *
 * @param formatVersion of this file, see {@link #FORMAT_VERSION}
 * @param model what the bundle holds
 * @param cost what a record costs
 * @param base the encoder that the bundle is built on, whose weights are not in it; empty for one that holds all itself
 * @param files every other file of the bundle by its plain name
 */
public record BundleManifest(
        int formatVersion,
        ModelDescription model,
        CostConstants cost,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<BaseReference> base,
        Map<String, FileEntry> files) {
    public static final int FORMAT_VERSION = 2;

    /** A file as it was written. */
    public record FileEntry(String sha256, long bytes) {}

    public BundleManifest {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        if (!cost.equals(CostConstants.of(model.architecture()))) {
            throw new IllegalArgumentException("cost must be " + CostConstants.of(model.architecture())
                    + " (it follows from the architecture), but was " + cost);
        }
    }

    /** The manifest of a model and the files written for it. */
    static BundleManifest of(ModelDescription model, Map<String, FileEntry> files) {
        return of(model, Optional.empty(), files);
    }

    /** The same of a model that may be built on a base. */
    static BundleManifest of(ModelDescription model, Optional<BaseReference> base, Map<String, FileEntry> files) {
        return new BundleManifest(FORMAT_VERSION, model, CostConstants.of(model.architecture()), base, files);
    }
}
