package io.fathom.model.nn;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.fathom.model.nn.CycleNetwork.CycleStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The layers for inference on a CPU, a cycle in one native call.
 *
 * <p>DJL offers PyTorch's operations one by one, and between two matrix multiplications the small ones cost as much again:
 * at d = 256 a worker spends about 40 % of its time on copies, biases, gelu and softmax. TorchScript reaches what DJL does
 * not expose: oneDNN's matrix multiplication with packed weights and fused bias and gelu, attention that never writes its
 * scores and tells their logsumexp, which is all that the zero token's gate needs, and updates in place. Measured with
 * 32 × 32 tokens and one thread, as a share of sgemm: 0.80 instead of 0.58 at d = 256, 0.69 instead of 0.42 at d = 128.
 *
 * <p>Behind hard token gates, tokens that halt are left out of all that follows the attention, the projection of the heads'
 * outputs included, and nothing is read back in between.
 *
 * <p>The code is {@code FusedLayers.torchscript}; it holds no weights, they are passed to it. Loaded modules and packed
 * weights belong to the manager of the weights. Gradients do not flow through it.
 */
final class FusedLayers implements Layers {
    private static final Logger LOG = LoggerFactory.getLogger(FusedLayers.class);

    /** A layer's parameters in the order in which the script reads them. */
    private static final List<String> PARAMETERS = List.of(
            "attention.norm.weight",
            "attention.norm.bias",
            "attention.qkv.weight",
            "attention.qkv.bias",
            "attention.out.weight",
            "attention.out.bias",
            "feedForward.norm.weight",
            "feedForward.norm.bias",
            "feedForward.in.weight",
            "feedForward.in.bias",
            "feedForward.out.weight",
            "feedForward.out.bias");

    /** A router's parameters in the order in which the script reads them. */
    private static final List<String> ROUTER =
            List.of("router.in.weight", "router.in.bias", "router.out.weight", "router.out.bias");

    private final PtNDManager owner;
    private final PtSymbolBlock script;
    private final IValue heads;
    private final IValue gated;
    private final @Nullable IValue headWeights;
    private final List<IValue> middleWeights; // of each cycle; one for all where they share their layers
    private final @Nullable IValue tailWeights;
    private final IValue zeroKeys; // [maxCycles, middleLayers, heads, 1, headDim], or empty
    private final NDArray nothing; // [0]: no mask, no zero keys
    private final List<IValue> routers; // of each cycle, as the middle weights; empty without routers
    private final IValue post;
    private final IValue epsilon;
    private final IValue least; // 1 - p above which a token takes a layer

    private FusedLayers(Weights weights, TokenGate gate) {
        Architecture architecture = weights.architecture();
        owner = (PtNDManager) weights.manager();
        script = load(owner);
        heads = keep(IValue.from((long) architecture.heads()));
        gated = keep(IValue.from(architecture.zeroToken() == ZeroToken.LAYER));
        LayerStack stack = architecture.stack();
        headWeights = stack.head() ? layers(weights, List.of("head")) : null;
        List<List<String>> cycles = cycles(stack);
        middleWeights = cycles.stream().map(names -> layers(weights, names)).toList();
        post = keep(IValue.from(architecture.norms().post()));
        epsilon = keep(IValue.from((double) architecture.norms().epsilon()));
        tailWeights = stack.tail() ? layers(weights, List.of("tail")) : null;
        routers = architecture.routers()
                ? cycles.stream().map(names -> routers(weights, names)).toList()
                : List.of();
        least = keep(IValue.from((double) (1 - gate.threshold())));
        nothing = owner.zeros(new Shape(0));
        zeroKeys = keep(
                tensor(architecture.hasZeroToken() ? weights.get("zero.key").expandDims(3) : nothing));
    }

    /**
     * The layers of these weights; empty if they are not on a CPU, or this CPU's PyTorch lacks one of the operations, or
     * they are more than linear layers with zero tokens or behind hard gates.
     */
    static Optional<Layers> load(Weights weights, TokenGate gate) {
        Architecture architecture = weights.architecture();
        if (weights.manager().getDevice().isGpu()
                || (architecture.routers() && !(gate instanceof TokenGate.Hard && !architecture.hasZeroToken()))
                || architecture.zeroToken().isControl()
                || !(architecture.projections() instanceof Projections.Dense)) {
            return Optional.empty();
        }
        try (NDManager trial = weights.manager().newSubManager()) {
            FusedLayers layers = new FusedLayers(weights, gate);
            NDArray x = trial.zeros(new Shape(1, 1, architecture.dim()));
            int[][] ids = {{0}};
            TokenMask mask = TokenMask.of(trial, ids, 1, architecture.readout());
            layers.middle(trial, new RowStates(layers.head(x, mask), ids, mask), new int[] {0});
            return Optional.of(layers);
        } catch (EngineException e) {
            LOG.info("fused layers are not available here, going on operation by operation: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** The names of the layers that each cycle runs; one list for all where they share their layers. */
    private static List<List<String>> cycles(LayerStack stack) {
        List<String> names = stack.middleNames();
        List<List<String>> cycles = new ArrayList<>();
        for (int from = 0; from < names.size(); from += stack.middleLayers()) {
            cycles.add(names.subList(from, from + stack.middleLayers()));
        }
        return cycles;
    }

    @Override
    public NDArray head(NDArray x, TokenMask mask) {
        return plain(x, mask, headWeights);
    }

    @Override
    public NDArray tail(NDArray x, TokenMask mask) {
        return plain(x, mask, tailWeights);
    }

    private NDArray plain(NDArray x, TokenMask mask, @Nullable IValue weights) {
        if (weights == null) {
            return x;
        }
        try (IValue hidden = tensor(x);
                IValue slots = slots(x);
                IValue scores = scores(mask);
                IValue y =
                        IValueUtils.runMethod(script, "plain", hidden, slots, scores, heads, weights, post, epsilon)) {
            return y.toTensor((PtNDManager) x.getManager()); // [rows, tokens, dim]
        }
    }

    @Override
    public CycleStep middle(NDManager manager, RowStates states, int[] cycles) {
        int own = middleWeights.size() == 1 ? 0 : cycles[0];
        IValue layers = middleWeights.get(own);
        return routers.isEmpty()
                ? cycled(manager, states, cycles, layers)
                : routed(manager, states, layers, routers.get(own));
    }

    private CycleStep routed(NDManager manager, RowStates states, IValue layers, IValue routerWeights) {
        NDArray x = states.hidden(); // [rows, tokens, dim]
        try (IValue hidden = tensor(x);
                IValue slots = slots(x);
                IValue scores = scores(states.mask());
                IValue shares = tensor(states.mask().shares());
                IValue result = IValueUtils.runMethod(
                        script,
                        "routed",
                        hidden,
                        slots,
                        scores,
                        shares,
                        heads,
                        layers,
                        routerWeights,
                        least,
                        epsilon)) {
            NDList outputs = result.toNDList((PtNDManager) x.getManager());
            NDArray signals = manager.zeros(new Shape(states.rows(), SignalLayout.HEADS));
            return new CycleStep(states.with(outputs.get(0)), signals, outputs.get(1)); // [rows, tokens]
        }
    }

    private CycleStep cycled(NDManager manager, RowStates states, int[] cycles, IValue layers) {
        long[] indices = new long[cycles.length];
        for (int r = 0; r < cycles.length; r++) {
            indices[r] = cycles[r];
        }
        NDArray x = states.hidden(); // [rows, tokens, dim]
        try (NDArray cycleOfRow = manager.create(indices);
                IValue hidden = tensor(x);
                IValue slots = slots(x);
                IValue scores = scores(states.mask());
                IValue tokens = tensor(states.mask().signals().tokens());
                IValue visible = tensor(states.mask().signals().visible());
                IValue cycle = tensor(cycleOfRow);
                IValue result = IValueUtils.runMethod(
                        script, "cycle", hidden, slots, scores, tokens, visible, heads, layers, zeroKeys, cycle, gated,
                        post, epsilon)) {
            NDList outputs = result.toNDList((PtNDManager) x.getManager());
            return new CycleStep(states.with(outputs.get(0)), outputs.get(1)); // [rows, tokens, dim], [rows, width]
        }
    }

    /**
     * Tokens as the matrix multiplications see them, rounded up. oneDNN compiles and caches a kernel for each number of rows
     * of a matrix, at some 0.15 MB; in a stream of all lengths the cache would thrash (a third of the speed lost, 400 MB).
     * So only 16 numbers an octave occur, and 2 % of the rows on average are for nothing.
     */
    static long slots(long tokens) {
        long step = Math.max(4, Long.highestOneBit(Math.max(1, tokens - 1)) / 16);
        return (tokens + step - 1) / step * step;
    }

    private static IValue slots(NDArray x) {
        Shape shape = x.getShape();
        return IValue.from(slots(shape.get(0) * shape.get(1)));
    }

    private IValue scores(TokenMask mask) {
        NDArray scores = mask.scores(); // [rows, 1, 1, tokens]
        return tensor(scores == null ? nothing : scores);
    }

    /** The layers' parameters one after the other, matrices packed. */
    private IValue layers(Weights weights, List<String> names) {
        List<PtNDArray> arrays = new ArrayList<>();
        for (String name : names) {
            for (String parameter : PARAMETERS) {
                NDArray array = weights.find(name + "." + parameter);
                if (array == null) { // a projection without a bias
                    array = noBias(weights, name + "." + parameter);
                }
                arrays.add((PtNDArray) (array.getShape().dimension() == 2 ? packed(array) : array));
            }
        }
        return keep(IValue.listFrom(arrays.toArray(PtNDArray[]::new)));
    }

    private IValue routers(Weights weights, List<String> names) {
        return keep(IValue.listFrom(names.stream()
                .flatMap(name -> ROUTER.stream().map(parameter -> (PtNDArray) weights.get(name + "." + parameter)))
                .toArray(PtNDArray[]::new)));
    }

    private NDArray noBias(Weights weights, String bias) {
        NDArray matrix = weights.get(bias.replaceFirst("bias$", "weight"));
        return owner.zeros(new Shape(matrix.getShape().get(0)));
    }

    private NDArray packed(NDArray matrix) {
        try (IValue input = tensor(matrix);
                IValue output = IValueUtils.runMethod(script, "pack", input)) {
            return output.toTensor(owner);
        }
    }

    private IValue keep(IValue value) {
        owner.attachInternal(value.getUid(), value);
        return value;
    }

    private static IValue tensor(NDArray array) {
        return IValue.from((PtNDArray) array);
    }

    private static PtSymbolBlock load(PtNDManager manager) {
        String name = FusedLayers.class.getSimpleName() + ".torchscript";
        try (InputStream in = FusedLayers.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " must be beside its class, but is missing");
            }
            return TorchScriptArchive.load(manager, "Fused", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
