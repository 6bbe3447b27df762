package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Language model: logits over the vocabulary by the token embedding itself (tied, no bias), and from them the surprise of
 * each token that came.
 *
 * @param token [vocabulary, dim]
 */
record NextTokenHead(NDArray token) implements Head {

    /**
     * {@code -log p(id_t | ids before t)} in nats, [rows, tokens]; 0 for the first token, which nothing predicts, and for
     * padding.
     */
    @Override
    public NDArray answer(NDManager manager, NDArray x, RowStates states, int[] cycles, Dropout dropout) {
        int rows = states.rows();
        int tokens = states.tokens();
        if (tokens == 1) {
            return manager.zeros(new Shape(rows, 1));
        }
        NDArray before = x.get(new NDIndex(":, :-1")); // [rows, tokens-1, dim]
        NDArray logP = logits(manager, before, states, cycles, dropout).logSoftmax(2); // [rows, tokens-1, vocabulary]
        long[] targets = new long[rows * (tokens - 1)];
        float[] signs = new float[targets.length];
        for (int r = 0; r < rows; r++) {
            for (int t = 1; t < states.ids()[r].length; t++) {
                targets[r * (tokens - 1) + t - 1] = states.ids()[r][t];
                signs[r * (tokens - 1) + t - 1] = -1;
            }
        }
        Shape shape = new Shape(rows, tokens - 1, 1);
        NDArray surprise = logP.gather(manager.create(targets, shape), 2) // [rows, tokens-1, 1]
                .mul(manager.create(signs, shape))
                .squeeze(2); // [rows, tokens-1]
        return manager.zeros(new Shape(rows, 1), DataType.FLOAT32).concat(surprise, 1); // [rows, tokens]
    }

    /** Of the token that comes after each, [rows, tokens, dim] to [rows, tokens, vocabulary]. */
    @Override
    public NDArray logits(NDManager manager, NDArray x, RowStates states, int[] cycles, Dropout dropout) {
        return ai.djl.nn.core.Linear.linear(x, token).singletonOrThrow();
    }
}
