package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layers operation by operation, on any device and with gradients: training, and inference where nothing is faster. */
final class PlainLayers implements Layers {
    private final Architecture architecture;
    private final Dropout dropout;
    private final @Nullable TransformerLayer head;
    private final List<TransformerLayer> middle;
    private final @Nullable TransformerLayer tail;
    private final @Nullable NDArray zeroKeys; // [maxCycles, middleLayers, heads, headDim]

    /** A view of the weights; it owns nothing but constants that are attached to their manager. */
    PlainLayers(Weights weights, Dropout dropout, TokenGate gate) {
        this.architecture = weights.architecture();
        this.dropout = dropout;
        LayerFactory factory = new LayerFactory(weights, gate);
        LayerStack stack = architecture.stack();
        this.head = stack.head() ? factory.outer("head") : null;
        this.middle = stack.middleNames().stream().map(factory::middle).toList();
        this.tail = stack.tail() ? factory.outer("tail") : null;
        this.zeroKeys = architecture.hasZeroToken() ? weights.get("zero.key") : null;
    }

    @Override
    public NDArray head(NDArray x, TokenMask mask) {
        return head == null ? x : head.apply(x, mask, null, dropout).x();
    }

    @Override
    public CycleStep middle(NDManager manager, RowStates states, int[] cycles) {
        int layers = architecture.stack().middleLayers();
        int first = architecture.stack().shared() ? 0 : cycles[0] * layers;
        NDArray x = states.hidden(); // [rows, tokens, dim]
        NDList zeros = new NDList();
        NDArray open = null; // [rows, tokens, 1]
        for (int l = 0; l < layers; l++) {
            TransformerLayer.Output output =
                    middle.get(first + l).apply(x, states.mask(), zeroKey(manager, l, cycles), dropout);
            x = output.x();
            NDArray share = output.open();
            if (share != null) {
                open = open == null ? share : open.add(share);
            }
            if (output.zeroAttention() != null) {
                zeros.add(output.zeroAttention()); // [rows, heads, tokens]
            }
        }
        NDArray signals = zeros.isEmpty()
                ? manager.zeros(new Shape(states.rows(), SignalLayout.HEADS))
                : states.mask().signals().signals(zeros); // [rows, width]
        return new CycleStep(states.with(x), signals, open == null ? null : open.squeeze(2));
    }

    @Override
    public NDArray tail(NDArray x, TokenMask mask) {
        return tail == null ? x : tail.apply(x, mask, null, dropout).x();
    }

    private @Nullable NDArray zeroKey(NDManager manager, int layer, int[] cycles) {
        if (zeroKeys == null) {
            return null;
        }
        long[] indices = new long[cycles.length];
        for (int r = 0; r < cycles.length; r++) {
            indices[r] = (long) cycles[r] * architecture.stack().middleLayers() + layer;
        }
        // the indices come first, so the result belongs to the caller's manager and not to the weights'
        NDArray table = zeroKeys.reshape(-1, architecture.dim()); // a view, [cycles * layers, dim]
        table.attach(manager);
        return Embedding.lookUp(manager.create(indices), table) // [rows, dim]
                .reshape(new Shape(cycles.length, architecture.heads(), architecture.headDim(), 1));
    }
}
