package io.fathom.model.nn;

import java.util.Objects;

/**
 * Where the layer norms of a network stand.
 *
 * @param placement before or behind the two halves of a layer
 * @param epsilon what a norm adds to the variance
 */
public record Norms(Placement placement, float epsilon) {
    /** Norms in front, 1e-5: what networks are trained with from fresh weights. */
    public static final Norms PRE = new Norms(Placement.PRE, 1e-5f);

    public Norms {
        Objects.requireNonNull(placement, "placement");
        if (!(epsilon > 0 && epsilon < 1)) {
            throw new IllegalArgumentException("epsilon of the norms must be above 0 and below 1, but was " + epsilon);
        }
    }

    /** True if norms stand behind: embeddings are normed as well, and no further norm is needed to read a state out. */
    public boolean post() {
        return placement == Placement.POST;
    }

    /** Where the norms of a layer stand. */
    public enum Placement {
        /** {@code x + f(norm(x))}; the residual stream is normed once more in front of the read-out. */
        PRE,
        /** {@code norm(x + f(x))}, as BERT has it (Devlin et al. 2019). */
        POST
    }
}
