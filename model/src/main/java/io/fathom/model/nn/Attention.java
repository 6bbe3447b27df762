package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head self-attention of a layer, with or without a zero token.
 *
 * <p>A zero token is a key without a value (papers.md 1.2): it stands in front of the real keys, every query sees it,
 * and what it attracts is lost to the update. With {@code z} its attention,
 *
 * <pre>
 *   A = softmax([q·Kz, q·K^T] / sqrt(headDim) + mask)        z = A[0]        O = A[1:] V
 *     = (1 - z) softmax(q·K^T / sqrt(headDim) + mask) V      z = sigmoid(q·Kz / sqrt(headDim) - logsumexp(real scores))
 * </pre>
 *
 * so it is a gate per query and head. Scores are computed with the zero key in front rather than by the second form: one
 * softmax is one native call, and no logsumexp is exposed by DJL.
 *
 * @param scale 1/sqrt(headDim) as an array, because {@code mul(Number)} in a gradient graph reads freed memory
 * @param norm in front of the projections; none where norms stand behind layers
 * @param matrices what projections and products of heads are computed in; masks, softmax and zero attention are float32
 */
record Attention(
        int heads, NDArray scale, Norm norm, QueryKeyValue queryKeyValue, Projection out, MatrixType matrices) {

    /**
     * @param update what is added to the residual stream, [rows, tokens, dim]
     * @param zeroAttention z of every head and query, [rows, heads, tokens]; null without a zero token
     */
    record Output(NDArray update, @Nullable NDArray zeroAttention) {}

    /**
     * A key in front of the real ones.
     *
     * @param key [rows or 1, heads, headDim, 1]
     * @param value [rows or 1, heads, 1, headDim]; null for a zero token, whose value is zero
     */
    record ExtraKey(NDArray key, @Nullable NDArray value) {}

    /**
     * @param x [rows, tokens, dim]
     * @param mask which keys may be seen
     * @param extra null for ordinary attention
     */
    Output apply(NDArray x, TokenMask mask, @Nullable ExtraKey extra, Dropout dropout) {
        long rows = x.getShape().get(0);
        long tokens = x.getShape().get(1);
        long dim = x.getShape().get(2);
        NDList parts = queryKeyValue.apply(matrices.narrow(norm.apply(x))); // 3 × [rows, tokens, dim]
        NDArray q = byHead(parts.get(0), rows, tokens, dim).mul(scale); // [rows, heads, tokens, headDim]
        NDArray k = byHead(parts.get(1), rows, tokens, dim);
        NDArray v = byHead(parts.get(2), rows, tokens, dim);
        NDArray scores = matrices.widen(q.matMul(k.transpose(0, 1, 3, 2))); // [rows, heads, tokens, tokens]
        scores = mask.applyTo(scores);
        NDArray zero = null;
        NDArray mixed;
        if (extra == null) {
            mixed = matrices.narrow(scores.softmax(3)).matMul(v); // [rows, heads, tokens, headDim]
        } else {
            NDArray zeroScore = matrices.widen(q.matMul(matrices.narrow(extra.key()))); // [rows, heads, tokens, 1]
            NDArray all =
                    NDArrays.concat(new NDList(zeroScore, scores), 3).softmax(3); // [rows, heads, tokens, 1+tokens]
            NDList split = all.split(new long[] {1}, 3);
            zero = split.get(0).reshape(rows, heads, tokens);
            mixed = matrices.narrow(split.get(1)).matMul(v); // [rows, heads, tokens, headDim]
            if (extra.value() != null) {
                mixed = mixed.add(matrices.narrow(split.get(0).mul(extra.value())));
            }
        }
        NDArray joined = mixed.transpose(0, 2, 1, 3).reshape(rows, tokens, dim);
        return new Output(dropout.apply(matrices.widen(out.apply(joined))), zero);
    }

    private NDArray byHead(NDArray x, long rows, long tokens, long dim) {
        return x.reshape(rows, tokens, heads, dim / heads).transpose(0, 2, 1, 3);
    }
}
