package io.fathom.job.config;

import java.util.Locale;

/** The exit policies that can be chosen in a configuration; see {@link io.fathom.model.depth.ExitPolicy}. */
public enum ExitPolicyName {
    /** What the bundle recommends. */
    BUNDLE,
    FIXED,
    ZERO_ATTENTION,
    CONFIDENCE;

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
