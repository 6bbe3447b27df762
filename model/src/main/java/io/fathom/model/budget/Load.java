package io.fathom.model.budget;

/**
 * Work that came and work that waits, in tokens: what it costs depends on the depth that is still to be chosen.
 *
 * @param arrived tokens that were handed over since the last sample, those turned away included
 * @param waiting tokens of records that no worker has taken yet
 */
public record Load(long arrived, long waiting) {
    public static final Load NONE = new Load(0, 0);

    public Load {
        if (arrived < 0 || waiting < 0) {
            throw new IllegalArgumentException("tokens of a load must not be negative, but were " + arrived
                    + " arrived and " + waiting + " waiting");
        }
    }
}
