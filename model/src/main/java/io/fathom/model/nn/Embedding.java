package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;

/**
 * Token ids to the residual stream: token plus learned absolute position.
 *
 * @param token [vocabulary, dim]
 * @param position [maxTokens, dim]
 */
record Embedding(NDArray token, NDArray position) {

    static Embedding of(Weights weights) {
        return new Embedding(weights.get("embed.token"), weights.get("embed.position"));
    }

    /** Rows of ids to [rows, tokens, dim]; short rows are padded with id 0. */
    NDArray apply(NDManager manager, int[][] ids, int tokens) {
        int rows = ids.length;
        long vocabulary = token.getShape().get(0);
        long[] padded = new long[rows * tokens];
        long[] positions = new long[tokens];
        for (int t = 0; t < tokens; t++) {
            positions[t] = t;
        }
        for (int r = 0; r < rows; r++) {
            for (int t = 0; t < ids[r].length; t++) {
                int id = ids[r][t];
                if (id < 0 || id >= vocabulary) {
                    throw new IllegalArgumentException("token ids must be between 0 and " + (vocabulary - 1)
                            + " (the model's vocabulary), but row " + r + " holds " + id);
                }
                padded[r * tokens + t] = id;
            }
        }
        return lookUp(manager.create(padded, new Shape(rows, tokens)), token) // [rows, tokens, dim]
                .add(lookUp(manager.create(positions), position)); // [tokens, dim]
    }

    static NDArray lookUp(NDArray indices, NDArray table) {
        return ai.djl.nn.core.Embedding.embedding(indices, table, SparseFormat.DENSE)
                .singletonOrThrow();
    }
}
