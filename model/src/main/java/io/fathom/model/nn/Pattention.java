package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import io.fathom.model.nn.Projections.Normaliser;

/**
 * Attention of tokens to learned slots (TokenFormer, papers.md 3.1; Wang et al., ICLR 2025): with n slots,
 *
 * <pre>
 *   A = X K^T                                   [tokens, n], neither scaled nor shifted
 *   S = gelu(τ A / sqrt(‖A‖² + ε))              τ = sqrt(slots at the beginning), fixed for life
 *   O = S V
 * </pre>
 *
 * A slot whose key is zero has score 0, adds nothing to the norm, and gelu(0) = 0: it contributes nothing, whatever its
 * value is, which is what growth rests on.
 *
 * @param keys [n, in]
 * @param values [n, out]
 * @param temperature τ as an array, because {@code mul(Number)} in a gradient graph reads freed memory
 * @param matrices what keys, values and tokens are in; scores become weights in float32
 */
record Pattention(NDArray keys, NDArray values, NDArray temperature, Normaliser normaliser, MatrixType matrices)
        implements Projection {
    /** Under the root, so that a token of zeros is no division by zero; does not depend on the number of slots. */
    private static final float EPSILON = 1e-12f;

    /** @param base slots that the temperature is made for */
    static Pattention of(
            Weights weights, NDManager constants, String name, int base, Normaliser normaliser, MatrixType matrices) {
        double temperature = normaliser == Normaliser.SOFTMAX ? base : Math.sqrt(base);
        return new Pattention(
                matrices.narrow(weights.get(name + ".keys")),
                matrices.narrow(weights.get(name + ".values")),
                constants.create((float) temperature),
                normaliser,
                matrices);
    }

    @Override
    public NDArray apply(NDArray x) {
        NDArray scores = matrices.widen(ai.djl.nn.core.Linear.linear(x, keys).singletonOrThrow()); // [..., n]
        NDArray slots =
                switch (normaliser) {
                    case L2_GELU -> Activation.gelu(ofUnitLength(scores).mul(temperature));
                    case GELU_L2 -> ofUnitLength(Activation.gelu(scores)).mul(temperature);
                    case SOFTMAX -> scores.softmax(-1).mul(temperature);
                };
        return matrices.narrow(slots).matMul(values); // [..., out]
    }

    private static NDArray ofUnitLength(NDArray rows) {
        NDArray squares = rows.square().sum(new int[] {-1}, true); // [..., 1]
        return rows.div(squares.add(EPSILON).sqrt());
    }
}
