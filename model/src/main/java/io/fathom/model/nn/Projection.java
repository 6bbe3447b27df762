package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;

/**
 * A learned map of every token by itself, [..., in] to [..., out], from and to the type that matrices are multiplied in; the
 * result belongs to the manager of its input.
 */
interface Projection {
    NDArray apply(NDArray x);
}
