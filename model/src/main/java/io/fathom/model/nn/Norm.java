package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;

/** A norm over the last axis, or none where the architecture has none at that place. */
interface Norm {
    /** Leaves the array as it is. */
    Norm NONE = x -> x;

    /** [..., dim] to [..., dim]. */
    NDArray apply(NDArray x);
}
