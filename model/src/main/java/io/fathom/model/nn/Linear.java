package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = x W^T + b}.
 *
 * @param weight [out, in]
 * @param bias [out], or null for none
 */
record Linear(NDArray weight, @Nullable NDArray bias) implements Projection {

    /** The projection of this name, with a bias where the architecture has one. */
    static Linear of(Weights weights, String name) {
        return new Linear(weights.get(name + ".weight"), weights.find(name + ".bias"));
    }

    /** The same with its parameters in another type. */
    Linear in(MatrixType matrices) {
        return new Linear(matrices.narrow(weight), bias == null ? null : matrices.narrow(bias));
    }

    @Override
    public NDArray apply(NDArray x) {
        return (bias == null ? ai.djl.nn.core.Linear.linear(x, weight) : ai.djl.nn.core.Linear.linear(x, weight, bias))
                .singletonOrThrow();
    }
}
