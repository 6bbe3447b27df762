package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * Position-wise feed-forward of a layer: {@code projection(norm(x))}.
 *
 * @param norm in front of the projection; none where norms stand behind layers
 * @param matrices what the projection is computed in
 */
record FeedForward(Norm norm, Projection projection, MatrixType matrices) {

    /** {@code W2 gelu(W1 x)}. */
    record TwoLinears(Linear in, Linear out) implements Projection {
        @Override
        public NDArray apply(NDArray x) {
            return out.apply(Activation.gelu(in.apply(x))); // [..., feedForward] between the two
        }
    }

    /** The update to the residual stream, [..., dim] to [..., dim]. */
    NDArray apply(NDArray x, Dropout dropout) {
        return dropout.apply(matrices.widen(projection.apply(matrices.narrow(norm.apply(x)))));
    }
}
