package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import java.util.Arrays;
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
    private final @Nullable NDArray zeroValues; // [maxCycles, middleLayers, heads, headDim]
    private final @Nullable NDArray cycleEmbedding; // [maxCycles, dim]

    /** A view of the weights, in float32; it owns nothing but constants that are attached to their manager. */
    PlainLayers(Weights weights, Dropout dropout, TokenGate gate) {
        this(weights, dropout, gate, Precision.FLOAT32);
    }

    /** The same in another precision, for which the matrices are copied. */
    PlainLayers(Weights weights, Dropout dropout, TokenGate gate, Precision precision) {
        this.architecture = weights.architecture();
        this.dropout = dropout;
        LayerFactory factory = new LayerFactory(weights, gate, MatrixType.of(precision, weights.manager()));
        LayerStack stack = architecture.stack();
        this.head = stack.head() ? factory.outer("head") : null;
        this.middle = stack.middleNames().stream().map(factory::middle).toList();
        this.tail = stack.tail() ? factory.outer("tail") : null;
        ZeroToken zero = architecture.zeroToken();
        this.zeroKeys = zero.hasKey() ? weights.get("zero.key") : null;
        this.zeroValues = zero == ZeroToken.TRAINED_VALUE ? weights.get("zero.value") : null;
        this.cycleEmbedding = zero == ZeroToken.CYCLE_EMBEDDING ? weights.get("embed.cycle") : null;
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
        if (cycleEmbedding != null) {
            x = x.add(lookUp(manager, cycleEmbedding, indices(cycles)).expandDims(1));
        }
        NDArray keys = ofCycles(manager, zeroKeys, cycles);
        NDArray values = ofCycles(manager, zeroValues, cycles);
        NDList zeros = new NDList();
        NDArray open = null; // [rows, tokens, 1]
        for (int l = 0; l < layers; l++) {
            TransformerLayer.Output output =
                    middle.get(first + l).apply(x, states.mask(), extraKey(keys, values, l), dropout);
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

    /** @param keys and values as {@link #ofCycles} gives them */
    private static Attention.@Nullable ExtraKey extraKey(@Nullable NDArray keys, @Nullable NDArray values, int layer) {
        if (keys == null) {
            return null;
        }
        NDIndex ofLayer = new NDIndex(":, {}", layer);
        return new Attention.ExtraKey(
                keys.get(ofLayer).expandDims(3), // [rows, heads, headDim, 1]
                values == null ? null : values.get(ofLayer).expandDims(2)); // [rows, heads, 1, headDim]
    }

    /** Of [maxCycles, middleLayers, heads, headDim] what belongs to each row's cycle, [rows, middleLayers, heads, headDim]. */
    private @Nullable NDArray ofCycles(NDManager manager, @Nullable NDArray all, int[] cycles) {
        if (all == null) {
            return null;
        }
        NDArray table = all.reshape(architecture.maxCycles(), -1); // a view
        table.attach(manager);
        return Embedding.lookUp(manager.create(indices(cycles)), table)
                .reshape(new Shape(
                        cycles.length,
                        architecture.stack().middleLayers(),
                        architecture.heads(),
                        architecture.headDim()));
    }

    private static long[] indices(int[] cycles) {
        return Arrays.stream(cycles).asLongStream().toArray();
    }
    /** Rows of a table of width dim, [indices, dim]. */
    private NDArray lookUp(NDManager manager, NDArray weights, long[] indices) {
        // the indices come first, so the result belongs to the caller's manager and not to the weights'
        NDArray table = weights.reshape(-1, architecture.dim()); // a view
        table.attach(manager);
        return Embedding.lookUp(manager.create(indices), table);
    }
}
