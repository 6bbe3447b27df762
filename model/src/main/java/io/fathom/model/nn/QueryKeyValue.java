package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** The three projections that attention begins with. */
interface QueryKeyValue {

    /** [rows, tokens, dim] to query, key and value, each [rows, tokens, dim]. */
    NDList apply(NDArray x);

    /** All three in one matrix multiplication. */
    record Fused(Linear linear) implements QueryKeyValue {
        @Override
        public NDList apply(NDArray x) {
            return linear.apply(x).split(3, 2); // [rows, tokens, 3 dim]
        }
    }

    /** Each by itself. */
    record Separate(Projection query, Projection key, Projection value) implements QueryKeyValue {
        @Override
        public NDList apply(NDArray x) {
            return new NDList(query.apply(x), key.apply(x), value.apply(x));
        }
    }
}
