package io.fathom.job.config;

import java.util.Locale;

/** Where a job without a checkpoint starts to read. */
public enum StartingOffsets {
    /** The group's committed offsets; the earliest where it has none. */
    COMMITTED,
    /** All that the topic still holds. */
    EARLIEST,
    /** Only what arrives from now on. */
    LATEST;

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
