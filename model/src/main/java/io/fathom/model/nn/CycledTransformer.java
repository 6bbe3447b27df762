package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Every network of the family: embedding, head layer, the middle layers once a cycle, tail layer, final norm, read-out.
 *
 * <pre>
 *   x = head(embed(ids))
 *   for c in 1..cycles: x = middle(x, zero keys of cycle c)
 *   answer = readout(norm(tail(x)))
 * </pre>
 *
 * The tail can be run on the state after any cycle, which is what makes every cycle an exit. With zero tokens it is the Zero
 * Token Transformer (Li et al., Findings of ACL 2026; reconstruction of papers.md 1.1–1.4); the other members are described
 * at {@link Architecture}.
 */
public final class CycledTransformer implements CycleNetwork {
    private final Architecture architecture;
    private final boolean skipsTokens;
    private final Dropout dropout;
    private final Embedding embedding;
    private final Layers layers;
    private final Norm[] norms;
    private final Head head;

    /**
     * A view of the weights; it owns nothing but constants that are attached to their manager.
     *
     * @param dropout {@link Dropout#OFF} for inference
     */
    public CycledTransformer(Weights weights, Dropout dropout) {
        this(weights, dropout, TokenGate.forTraining(weights.architecture()));
    }

    /** The same with other token gates than those of training. */
    public CycledTransformer(Weights weights, Dropout dropout, TokenGate gate) {
        this(weights, dropout, gate, new PlainLayers(weights, dropout, gate));
    }

    /** With the layers computed in a way of their own. */
    CycledTransformer(Weights weights, Dropout dropout, TokenGate gate, Layers layers) {
        this.architecture = weights.architecture();
        this.skipsTokens = gate instanceof TokenGate.Hard;
        this.dropout = dropout;
        this.embedding = Embedding.of(weights);
        this.layers = layers;
        this.norms = IntStream.range(0, architecture.maxCycles())
                .mapToObj(c -> architecture.norms().post()
                        ? Norm.NONE // the last layer's own norm stands at its end
                        : LayerNorm.of(weights, architecture.readoutNorm(c)))
                .toArray(Norm[]::new);
        this.head = Head.of(weights, embedding);
    }

    /**
     * The network for inference only, by the fastest way that the weights' device offers. Weights that change later are
     * not seen. Same results as the other constructor's, to float noise.
     */
    public static CycledTransformer forInference(Weights weights) {
        return forInference(weights, TokenGate.forServing(weights.architecture()));
    }

    /** The same with other token gates than those of serving. */
    public static CycledTransformer forInference(Weights weights, TokenGate gate) {
        return forInference(weights, gate, Precision.FLOAT32);
    }

    /** The same in another precision, for which the matrices are copied and the results are only close. */
    public static CycledTransformer forInference(Weights weights, TokenGate gate, Precision precision) {
        Optional<Layers> fused = precision == Precision.FLOAT32 ? FusedLayers.load(weights, gate) : Optional.empty();
        return new CycledTransformer(
                weights,
                Dropout.OFF,
                gate,
                fused.orElseGet(() -> new PlainLayers(weights, Dropout.OFF, gate, precision)));
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public boolean skipsTokens() {
        return skipsTokens;
    }

    @Override
    public RowStates begin(NDManager manager, int[][] ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("a batch must hold at least one row");
        }
        int tokens = 1;
        for (int[] row : ids) {
            tokens = Math.max(tokens, row.length);
        }
        if (tokens > architecture.maxTokens()) {
            throw new IllegalArgumentException("a row must hold at most " + architecture.maxTokens()
                    + " tokens (the model's limit), but one holds " + tokens);
        }
        TokenMask mask = TokenMask.of(manager, ids, tokens, architecture.readout());
        NDArray x = dropout.apply(embedding.apply(manager, ids, tokens)); // [rows, tokens, dim]
        return new RowStates(layers.head(x, mask), ids, mask);
    }

    @Override
    public CycleStep cycle(NDManager manager, RowStates states, int[] cycles) {
        requireCycles(states, cycles);
        return layers.middle(manager, states, cycles);
    }

    @Override
    public NDArray answer(NDManager manager, RowStates states, int[] cycles) {
        return head.answer(manager, normed(states, cycles), states, cycles, dropout);
    }

    /**
     * As {@link #answer}, but for a language model what the surprise is computed from: logits of the token that comes after
     * each, [rows, tokens, vocabulary].
     */
    public NDArray logits(NDManager manager, RowStates states, int[] cycles) {
        return head.logits(manager, normed(states, cycles), states, cycles, dropout);
    }

    /**
     * As {@link #answer}, but what the classifier reads: a vector for each row, [rows, pooledDim].
     *
     * @throws IllegalStateException if the network is a language model
     */
    public NDArray pooled(NDManager manager, RowStates states, int[] cycles) {
        if (head instanceof LabelHead labels) {
            return labels.pooled(manager, normed(states, cycles), states);
        }
        throw new IllegalStateException("a language model pools nothing");
    }

    /** After tail layer and final norm, [rows, tokens, dim]. */
    private NDArray normed(RowStates states, int[] cycles) {
        requireCycles(states, cycles);
        Norm norm = norms[cycles[0]]; // the same for all where layers are shared
        return norm.apply(layers.tail(states.hidden(), states.mask()));
    }

    private void requireCycles(RowStates states, int[] cycles) {
        if (cycles.length != 1 && cycles.length != states.rows()) {
            throw new IllegalArgumentException("one cycle a row is needed, but there were " + cycles.length
                    + " cycles for " + states.rows() + " rows");
        }
        for (int c : cycles) {
            if (c < 0 || c >= architecture.maxCycles()) {
                throw new IllegalArgumentException("a cycle must be between 0 and " + (architecture.maxCycles() - 1)
                        + " (the model's cycles), but was " + c);
            }
            if (!architecture.stack().shared() && c != cycles[0]) {
                throw new IllegalArgumentException(
                        "rows of a batch must be at the same cycle where each cycle has layers"
                                + " of its own, but were at " + cycles[0] + " and " + c);
            }
        }
    }
}
