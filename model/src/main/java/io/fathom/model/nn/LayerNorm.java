package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Layer normalisation over the last axis with a scale and a shift.
 *
 * @param weight [dim]
 * @param bias [dim]
 * @param epsilon added to the variance
 */
record LayerNorm(NDArray weight, NDArray bias, float epsilon) implements Norm {

    /** The norm of this name, with the architecture's epsilon. */
    static LayerNorm of(Weights weights, String name) {
        return new LayerNorm(
                weights.get(name + ".weight"),
                weights.get(name + ".bias"),
                weights.architecture().norms().epsilon());
    }

    /** Mean and variance only, nothing learned (TokenFormer's, papers.md 3.2). */
    static LayerNorm withoutParameters(NDManager constants, int dim) {
        return new LayerNorm(constants.ones(new Shape(dim)), constants.zeros(new Shape(dim)), Norms.PRE.epsilon());
    }

    @Override
    public NDArray apply(NDArray x) {
        Shape last = weight.getShape();
        return ai.djl.nn.norm.LayerNorm.layerNorm(x, last, weight, bias, epsilon)
                .singletonOrThrow();
    }
}
