package io.fathom.model.nn;

import java.util.Arrays;
import java.util.Map;

/**
 * The shape of a network; everything that the weights alone do not say. One family: a stack of transformer layers that may
 * be cycled ({@link LayerStack}), may carry zero tokens ({@link ZeroToken}), may have routers that gate each token (TSA,
 * papers.md 2), and projects by linear layers or by slots ({@link Projections}). The names that the papers give to members
 * of it are in {@code NetworkKind}.
 *
 * @param input how token ids enter
 * @param dim width of the residual stream, d
 * @param heads attention heads; divides {@code dim}
 * @param stack the layers and how they are run
 * @param projections what the projections of a layer are made of
 * @param zeroToken zero token of the middle layers
 * @param routers whether each middle layer has a router
 * @param readout what is told of the final states
 */
public record Architecture(
        TokenInput input,
        int dim,
        int heads,
        LayerStack stack,
        Projections projections,
        ZeroToken zeroToken,
        boolean routers,
        Readout readout) {

    public Architecture {
        atLeast("dim", dim, 1);
        atLeast("heads", heads, 1);
        if (dim % heads != 0) {
            throw new IllegalArgumentException("heads must divide dim, but were " + heads + " and " + dim);
        }
    }

    static void atLeast(String name, int value, int minimum) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " must be at least " + minimum + ", but was " + value);
        }
    }

    public int vocabulary() {
        return input.vocabulary();
    }

    public int maxTokens() {
        return input.maxTokens();
    }

    public int maxCycles() {
        return stack.maxCycles();
    }

    public int headDim() {
        return dim / heads;
    }

    /** Rows of the classifier; 0 for a language model. */
    public int labels() {
        return readout instanceof Readout.Labels labels ? labels.count() : 0;
    }

    /** True if its middle layers give out zero attention. */
    public boolean hasZeroToken() {
        return zeroToken.hasKey();
    }

    /** Inner width of a router, {@code max(d / 4, 16)} (papers.md 2.2). */
    int routerDim() {
        return Math.max(dim / 4, 16);
    }

    /** Width of the vector that the classifier reads. */
    int pooledDim() {
        return readout instanceof Readout.Labels labels && labels.pooling() == Readout.Pooling.MEAN_MAX ? 2 * dim : dim;
    }

    /** Name of the norm in front of the read-out after a cycle, counted from 0: one for all where layers are shared. */
    String readoutNorm(int cycle) {
        return stack.shared() ? "norm" : "norm." + cycle;
    }

    /** Every parameter with its shape, in a fixed order; linear weights are {@code [out, in]}, slots {@code [n, d]}. */
    public Map<String, long[]> parameterShapes() {
        return new ParameterShapes(this).all();
    }

    /** Number of trained scalars. */
    public long parameterCount() {
        return parameterShapes().values().stream()
                .mapToLong(s -> Arrays.stream(s).reduce(1, (a, b) -> a * b))
                .sum();
    }

    /** The same layers, read out in another way. */
    public Architecture with(Readout other) {
        return new Architecture(input, dim, heads, stack, projections, zeroToken, routers, other);
    }

    /** The same network with another number of cycles; its layers must be shared by them. */
    public Architecture withCycles(int cycles) {
        LayerStack other = new LayerStack(stack.head(), stack.middleLayers(), stack.tail(), cycles, stack.shared());
        return new Architecture(input, dim, heads, other, projections, zeroToken, routers, readout);
    }

    /** The same network with other slots, after growth. */
    public Architecture with(Projections.Slots grown) {
        return new Architecture(input, dim, heads, stack, grown, zeroToken, routers, readout);
    }
}
