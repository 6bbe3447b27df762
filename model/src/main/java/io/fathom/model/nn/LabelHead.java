package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Pooling and a linear classifier: logits [rows, labels]. */
record LabelHead(Readout.Pooling pooling, Projection classifier) implements Head {

    @Override
    public NDArray answer(NDManager manager, NDArray x, RowStates states, Dropout dropout) {
        return logits(manager, x, states, dropout);
    }

    @Override
    public NDArray logits(NDManager manager, NDArray x, RowStates states, Dropout dropout) {
        NDArray pooled =
                switch (pooling) {
                    case MEAN -> states.mask().mean(x);
                    case FIRST -> x.get(":, 0"); // [rows, dim]
                    case LAST -> last(manager, x, states);
                    case MEAN_MAX -> states.mask().mean(x).concat(states.mask().max(x), 1); // [rows, 2 dim]
                };
        return classifier.apply(dropout.apply(pooled)); // [rows, labels]
    }

    private static NDArray last(NDManager manager, NDArray x, RowStates states) {
        long[] indices = new long[states.rows()];
        for (int r = 0; r < indices.length; r++) {
            indices[r] = (long) r * states.tokens() + states.ids()[r].length - 1;
        }
        NDArray flat = x.reshape(-1, x.getShape().get(2)); // [rows * tokens, dim]
        return Embedding.lookUp(manager.create(indices), flat); // [rows, dim]
    }
}
