package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Token ids to the residual stream: token plus learned absolute position plus, where the architecture smears, the tokens
 * just before through tables of their own. Behind the sum stand a norm, where norms stand behind layers, and a linear layer
 * where the tables are narrower than the stream.
 *
 * @param token [vocabulary, width]
 * @param position [maxTokens, width]
 * @param smear entry i is for the token i + 1 before, [vocabulary, width] each
 * @param norm of what was added up
 * @param widening from width to dim; null where they are equal
 */
record Embedding(NDArray token, NDArray position, List<NDArray> smear, Norm norm, @Nullable Projection widening) {

    static Embedding of(Weights weights) {
        List<NDArray> smear = new ArrayList<>();
        for (int back = 1; back <= weights.architecture().input().smear(); back++) {
            smear.add(weights.get("embed.smear." + back));
        }
        Architecture architecture = weights.architecture();
        return new Embedding(
                weights.get("embed.token"),
                weights.get("embed.position"),
                List.copyOf(smear),
                architecture.norms().post() ? LayerNorm.of(weights, "embed.norm") : Norm.NONE,
                architecture.embeddingDim() == architecture.dim() ? null : Linear.of(weights, "embed.project"));
    }

    /** Rows of ids to [rows, tokens, dim]; short rows are padded with id 0. */
    NDArray apply(NDManager manager, int[][] ids, int tokens) {
        requireKnown(ids);
        long[] positions = new long[tokens];
        for (int t = 0; t < tokens; t++) {
            positions[t] = t;
        }
        NDArray x = lookUp(padded(manager, ids, tokens, 0), token) // [rows, tokens, dim]
                .add(lookUp(manager.create(positions), position)); // [tokens, dim]
        for (int i = 0; i < smear.size(); i++) {
            x = x.add(lookUp(padded(manager, ids, tokens, i + 1), smear.get(i)));
        }
        x = norm.apply(x); // [rows, tokens, width]
        return widening == null ? x : widening.apply(x); // [rows, tokens, dim]
    }

    private void requireKnown(int[][] ids) {
        long vocabulary = token.getShape().get(0);
        for (int r = 0; r < ids.length; r++) {
            for (int id : ids[r]) {
                if (id < 0 || id >= vocabulary) {
                    throw new IllegalArgumentException("token ids must be between 0 and " + (vocabulary - 1)
                            + " (the model's vocabulary), but row " + r + " holds " + id);
                }
            }
        }
    }

    /** Ids as an array, [rows, tokens], each row moved to the right by {@code shift} with zeros in front. */
    static NDArray padded(NDManager manager, int[][] ids, int tokens, int shift) {
        long[] padded = new long[ids.length * tokens];
        for (int r = 0; r < ids.length; r++) {
            for (int t = 0; t + shift < ids[r].length; t++) {
                padded[r * tokens + t + shift] = ids[r][t];
            }
        }
        return manager.create(padded, new Shape(ids.length, tokens));
    }

    /** Rows of a table; the result belongs to the manager of the indices. */
    static NDArray lookUp(NDArray indices, NDArray table) {
        return ai.djl.nn.core.Embedding.embedding(indices, table, SparseFormat.DENSE)
                .singletonOrThrow();
    }
}
