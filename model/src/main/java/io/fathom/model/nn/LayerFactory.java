package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/** Puts layers together from weights, as the architecture says. Constants belong to the weights' manager. */
final class LayerFactory {
    private final Weights weights;
    private final Architecture architecture;
    private final NDManager constants;
    private final NDArray scale;
    private final TokenGate gate;
    private final MatrixType matrices;

    /** In float32. */
    LayerFactory(Weights weights, TokenGate gate) {
        this(weights, gate, MatrixType.FULL);
    }

    /**
     * @param gate of the layers that have a router
     * @param matrices what projections are computed in; those that are not float32 are copied
     */
    LayerFactory(Weights weights, TokenGate gate, MatrixType matrices) {
        TokenGate.requireFit(gate, weights.architecture());
        this.weights = weights;
        this.architecture = weights.architecture();
        this.constants = weights.manager();
        this.gate = gate;
        this.matrices = matrices;
        this.scale = constants.create((float) (1 / Math.sqrt(architecture.headDim())));
    }

    /** Head or tail: neither zero token nor router. */
    TransformerLayer outer(String name) {
        return layer(name, false, null);
    }

    TransformerLayer middle(String name) {
        return layer(
                name,
                architecture.zeroToken() == ZeroToken.LAYER,
                architecture.routers() ? Router.of(weights, constants, name + ".router", gate) : null);
    }

    private TransformerLayer layer(String name, boolean zeroGatesFeedForward, @Nullable Router router) {
        return new TransformerLayer(
                attention(name + ".attention"),
                behind(name + ".attention"),
                feedForward(name + ".feedForward"),
                behind(name + ".feedForward"),
                zeroGatesFeedForward,
                router);
    }

    /** The norm in front of a half of a layer. */
    private Norm before(String name) {
        return architecture.norms().post() ? Norm.NONE : LayerNorm.of(weights, name + ".norm");
    }

    /** The norm behind a half of a layer. */
    private Norm behind(String name) {
        return architecture.norms().post() ? LayerNorm.of(weights, name + ".norm") : Norm.NONE;
    }

    private Attention attention(String name) {
        if (architecture.projections() instanceof Projections.Slots slots) {
            int base = slots.attentionBase();
            return new Attention(
                    architecture.heads(),
                    scale,
                    LayerNorm.withoutParameters(constants, architecture.dim()),
                    new QueryKeyValue.Separate(
                            slots(name + ".query", base, slots),
                            slots(name + ".key", base, slots),
                            slots(name + ".value", base, slots)),
                    slots(name + ".out", base, slots),
                    matrices);
        }
        return new Attention(
                architecture.heads(),
                scale,
                before(name),
                new QueryKeyValue.Fused(linear(name + ".qkv")),
                linear(name + ".out"),
                matrices);
    }

    private FeedForward feedForward(String name) {
        if (architecture.projections() instanceof Projections.Slots slots) {
            return new FeedForward(
                    LayerNorm.withoutParameters(constants, architecture.dim()),
                    slots(name, slots.feedForwardBase(), slots),
                    matrices);
        }
        return new FeedForward(
                before(name), new FeedForward.TwoLinears(linear(name + ".in"), linear(name + ".out")), matrices);
    }

    private Linear linear(String name) {
        return Linear.of(weights, name).in(matrices);
    }

    private Pattention slots(String name, int base, Projections.Slots slots) {
        return Pattention.of(weights, constants, name, base, slots.normaliser(), matrices);
    }
}
