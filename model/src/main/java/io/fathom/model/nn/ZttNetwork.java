package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Zero Token Transformer for classification: head layer, the same middle layers c times with the zero tokens of the
 * cycle, tail layer, pooling, classifier (Li et al., Findings of ACL 2026; reconstruction of papers.md 1.1–1.4).
 * Without a zero token it is plain head-tail cycling (HTC).
 *
 * <pre>
 *   x = head(embed(ids))
 *   for c in 1..cycles: x = middle(x, zero keys of cycle c)
 *   logits = classifier(pool(norm(tail(x))))
 * </pre>
 *
 * The tail can be run on the state after any cycle, which is what makes every cycle an exit.
 */
public final class ZttNetwork implements CycleNetwork {
    private final Architecture architecture;
    private final Dropout dropout;
    private final Embedding embedding;
    private final TransformerLayer head;
    private final List<TransformerLayer> middle;
    private final TransformerLayer tail;
    private final LayerNorm norm;
    private final Linear classifier;
    private final @Nullable NDArray zeroKeys; // [maxCycles, middleLayers, heads, headDim]

    /**
     * A view of the weights; it owns nothing but a constant that is attached to their manager.
     *
     * @param dropout {@link Dropout#OFF} for inference
     */
    public ZttNetwork(Weights weights, Dropout dropout) {
        this.architecture = weights.architecture();
        this.dropout = dropout;
        NDArray scale = weights.manager().create((float) (1 / Math.sqrt(architecture.headDim())));
        this.embedding = Embedding.of(weights);
        this.head = TransformerLayer.of(weights, scale, "head", Architecture.Gate.NONE);
        List<TransformerLayer> layers = new ArrayList<>();
        for (int l = 0; l < architecture.middleLayers(); l++) {
            layers.add(TransformerLayer.of(weights, scale, "middle." + l, architecture.gate()));
        }
        this.middle = List.copyOf(layers);
        this.tail = TransformerLayer.of(weights, scale, "tail", Architecture.Gate.NONE);
        this.norm = LayerNorm.of(weights, "norm");
        this.classifier = Linear.of(weights, "classifier");
        this.zeroKeys = architecture.zeroToken() ? weights.get("zero.key") : null;
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public RowStates begin(NDManager manager, int[][] ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("a batch must hold at least one row");
        }
        int[] lengths = new int[ids.length];
        int tokens = 1;
        for (int r = 0; r < ids.length; r++) {
            lengths[r] = ids[r].length;
            tokens = Math.max(tokens, ids[r].length);
        }
        if (tokens > architecture.maxTokens()) {
            throw new IllegalArgumentException("a row must hold at most " + architecture.maxTokens()
                    + " tokens (the model's limit), but one holds " + tokens);
        }
        PaddingMask mask = PaddingMask.of(manager, lengths, tokens);
        NDArray x = dropout.apply(embedding.apply(manager, ids, tokens)); // [rows, tokens, dim]
        return new RowStates(head.apply(x, mask, null, dropout).x(), lengths, mask);
    }

    @Override
    public CycleStep cycle(NDManager manager, RowStates states, int[] cycles) {
        if (cycles.length != 1 && cycles.length != states.rows()) {
            throw new IllegalArgumentException("one cycle a row is needed, but there were " + cycles.length
                    + " cycles for " + states.rows() + " rows");
        }
        for (int c : cycles) {
            if (c < 0 || c >= architecture.maxCycles()) {
                throw new IllegalArgumentException("a cycle must be between 0 and " + (architecture.maxCycles() - 1)
                        + " (the model's cycles), but was " + c);
            }
        }
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
    public NDArray answer(RowStates states) {
        NDArray x = norm.apply(
                tail.apply(states.hidden(), states.mask(), null, dropout).x()); // [rows, tokens, dim]
        NDArray pooled =
                switch (architecture.pooling()) {
                    case MEAN -> states.mask().mean(x);
                    case FIRST -> x.get(":, 0"); // [rows, dim]
                    case MEAN_MAX -> states.mask().mean(x).concat(states.mask().max(x), 1); // [rows, 2 dim]
                };
        return classifier.apply(dropout.apply(pooled)); // [rows, labels]
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
