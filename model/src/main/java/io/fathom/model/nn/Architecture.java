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
 * @param norms where layer norms stand
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
        Norms norms,
        ZeroToken zeroToken,
        boolean routers,
        Readout readout) {

    public Architecture {
        atLeast("dim", dim, 1);
        atLeast("heads", heads, 1);
        if (dim % heads != 0) {
            throw new IllegalArgumentException("heads must divide dim, but were " + heads + " and " + dim);
        }
        if (norms.post() && (projections instanceof Projections.Slots || routers)) {
            throw new IllegalArgumentException("norms behind the layers need linear layers without routers, but these"
                    + " are " + projections.inWords() + (routers ? ", with routers" : ""));
        }
        if (readout.causal() && input.width() != 0 && input.width() != dim) {
            throw new IllegalArgumentException("embeddings of a language model must be as wide as its stream, but were "
                    + input.width() + " and " + dim + " (they are its read-out)");
        }
        if (readout instanceof Readout.Labels labels
                && labels.classifier() == Readout.Classifier.PER_EXIT
                && stack.shared()
                && stack.maxCycles() == 1) {
            throw new IllegalArgumentException(
                    "a classifier for each exit needs more than one exit, but the stack has one");
        }
    }

    /** With norms in front of the layers. */
    public Architecture(
            TokenInput input,
            int dim,
            int heads,
            LayerStack stack,
            Projections projections,
            ZeroToken zeroToken,
            boolean routers,
            Readout readout) {
        this(input, dim, heads, stack, projections, Norms.PRE, zeroToken, routers, readout);
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

    /** Width of the embedding tables. */
    int embeddingDim() {
        return input.width() == 0 ? dim : input.width();
    }

    /** Width of the vector that is pooled from the states of a record's tokens. */
    public int pooledDim() {
        return readout instanceof Readout.Labels labels ? labels.pooling().parts() * dim : dim;
    }

    /** Name of the classifier after a cycle, counted from 0: one for all unless each exit has its own. */
    String classifier(int cycle) {
        return readout instanceof Readout.Labels labels && labels.classifier() == Readout.Classifier.PER_EXIT
                ? "classifier." + cycle
                : "classifier";
    }

    /**
     * Name of the norm in front of the read-out after a cycle, counted from 0: one for all where layers are shared. Not where
     * norms stand behind the layers.
     */
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
        return new Architecture(input, dim, heads, stack, projections, norms, zeroToken, routers, other);
    }

    /** The same network with another number of cycles; its layers must be shared by them. */
    public Architecture withCycles(int cycles) {
        LayerStack other = new LayerStack(stack.head(), stack.middleLayers(), stack.tail(), cycles, stack.shared());
        return new Architecture(input, dim, heads, other, projections, norms, zeroToken, routers, readout);
    }

    /** The same network with other slots, after growth. */
    public Architecture with(Projections.Slots grown) {
        return new Architecture(input, dim, heads, stack, grown, norms, zeroToken, routers, readout);
    }
}
