package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;

/**
 * {@code y = x W^T + b}.
 *
 * @param weight [out, in]
 * @param bias [out]
 */
record Linear(NDArray weight, NDArray bias) {

    static Linear of(Weights weights, String name) {
        return new Linear(weights.get(name + ".weight"), weights.get(name + ".bias"));
    }

    /** [..., in] to [..., out]; the result belongs to the manager of {@code x}. */
    NDArray apply(NDArray x) {
        return ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
    }
}
