package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layers operation by operation, on any device and with gradients: training, and inference where nothing is faster. */
final class PlainLayers implements ZttLayers {
    private final Architecture architecture;
    private final Dropout dropout;
    private final TransformerLayer head;
    private final List<TransformerLayer> middle;
    private final TransformerLayer tail;
    private final @Nullable NDArray zeroKeys; // [maxCycles, middleLayers, heads, headDim]

    /** A view of the weights; it owns nothing but a constant that is attached to their manager. */
    PlainLayers(Weights weights, Dropout dropout) {
        this.architecture = weights.architecture();
        this.dropout = dropout;
        NDArray scale = weights.manager().create((float) (1 / Math.sqrt(architecture.headDim())));
        this.head = TransformerLayer.of(weights, scale, "head", Architecture.Gate.NONE);
        List<TransformerLayer> layers = new ArrayList<>();
        for (int l = 0; l < architecture.middleLayers(); l++) {
            layers.add(TransformerLayer.of(weights, scale, "middle." + l, architecture.gate()));
        }
        this.middle = List.copyOf(layers);
        this.tail = TransformerLayer.of(weights, scale, "tail", Architecture.Gate.NONE);
        this.zeroKeys = architecture.zeroToken() ? weights.get("zero.key") : null;
    }

    @Override
    public NDArray head(NDArray x, PaddingMask mask) {
        return head.apply(x, mask, null, dropout).x();
    }

    @Override
    public CycleStep middle(NDManager manager, RowStates states, int[] cycles) {
        NDArray x = states.hidden(); // [rows, tokens, dim]
        NDList zeros = new NDList();
        for (int l = 0; l < middle.size(); l++) {
            TransformerLayer.Output output =
                    middle.get(l).apply(x, states.mask(), zeroKey(manager, l, cycles), dropout);
            x = output.x();
            if (output.zeroAttention() != null) {
                zeros.add(output.zeroAttention()); // [rows, tokens]
            }
        }
        return new CycleStep(states.with(x), meanZeroAttention(manager, states, zeros));
    }

    @Override
    public NDArray tail(NDArray x, PaddingMask mask) {
        return tail.apply(x, mask, null, dropout).x();
    }

    private @Nullable NDArray zeroKey(NDManager manager, int layer, int[] cycles) {
        if (zeroKeys == null) {
            return null;
        }
        long[] indices = new long[cycles.length];
        for (int r = 0; r < cycles.length; r++) {
            indices[r] = (long) cycles[r] * architecture.middleLayers() + layer;
        }
        // the indices come first, so the result belongs to the caller's manager and not to the weights'
        NDArray table = zeroKeys.reshape(-1, architecture.dim()); // a view, [cycles * layers, dim]
        table.attach(manager);
        return Embedding.lookUp(manager.create(indices), table) // [rows, dim]
                .reshape(new Shape(cycles.length, architecture.heads(), architecture.headDim(), 1));
    }

    private static NDArray meanZeroAttention(NDManager manager, RowStates states, NDList zeros) {
        if (zeros.isEmpty()) {
            return manager.zeros(new Shape(states.rows()));
        }
        NDArray perToken = NDArrays.stack(zeros).mean(new int[] {0}); // [rows, tokens]
        return states.mask().mean(perToken.expandDims(2)).reshape(states.rows()); // [rows]
    }
}
