package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import org.jspecify.annotations.Nullable;

/**
 * Token ids to the residual stream: token, learned absolute position, and hashed bigram of the token and the one before.
 *
 * <p>The bigram row is {@code E2[hash(id[t-1], id[t]) mod buckets]} (the hashing trick of Weinberger et al. 2009). It
 * gives the head layer what a linear n-gram model lives on, and binds neighbours without spending a layer on it.
 *
 * @param token [vocabulary, dim]
 * @param position [maxTokens, dim]
 * @param bigram [buckets, dim], or null for none
 */
record Embedding(NDArray token, NDArray position, @Nullable NDArray bigram) {

    static Embedding of(Weights weights) {
        return new Embedding(
                weights.get("embed.token"),
                weights.get("embed.position"),
                weights.architecture().bigramBuckets() > 0 ? weights.get("embed.bigram") : null);
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
        NDArray x = lookUp(manager.create(padded, new Shape(rows, tokens)), token) // [rows, tokens, dim]
                .add(lookUp(manager.create(positions), position)); // [tokens, dim]
        if (bigram != null) {
            long[] buckets = bigramBuckets(ids, tokens, bigram.getShape().get(0));
            x = x.add(lookUp(manager.create(buckets, new Shape(rows, tokens)), bigram)); // [rows, tokens, dim]
        }
        return x;
    }

    static NDArray lookUp(NDArray indices, NDArray table) {
        return ai.djl.nn.core.Embedding.embedding(indices, table, SparseFormat.DENSE)
                .singletonOrThrow();
    }

    static long[] bigramBuckets(int[][] ids, int tokens, long buckets) {
        long[] hashed = new long[ids.length * tokens];
        for (int r = 0; r < ids.length; r++) {
            int previous = -1;
            for (int t = 0; t < ids[r].length; t++) {
                hashed[r * tokens + t] = bigramBucket(previous, ids[r][t], buckets);
                previous = ids[r][t];
            }
        }
        return hashed;
    }

    /** Part of the bundle format: murmur3's 64-bit finaliser over both ids; the first token's predecessor is −1. */
    static long bigramBucket(int previous, int id, long buckets) {
        long h = ((long) previous << 32) ^ (id & 0xffffffffL);
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        h *= 0xc4ceb9fe1a85ec53L;
        h ^= h >>> 33;
        return Long.remainderUnsigned(h, buckets);
    }
}
