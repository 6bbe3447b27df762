package io.fathom.model.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

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
    private final ZttLayers layers;
    private final LayerNorm norm;
    private final Linear classifier;

    /**
     * A view of the weights; it owns nothing but a constant that is attached to their manager.
     *
     * @param dropout {@link Dropout#OFF} for inference
     */
    public ZttNetwork(Weights weights, Dropout dropout) {
        this(weights, dropout, new PlainLayers(weights, dropout));
    }

    private ZttNetwork(Weights weights, Dropout dropout, ZttLayers layers) {
        this.architecture = weights.architecture();
        this.dropout = dropout;
        this.embedding = Embedding.of(weights);
        this.layers = layers;
        this.norm = LayerNorm.of(weights, "norm");
        this.classifier = Linear.of(weights, "classifier");
    }

    /**
     * The network for inference only, by the fastest way that the weights' device offers. Weights that change later are
     * not seen. Same results as the other constructor's, to float noise.
     */
    public static ZttNetwork forInference(Weights weights) {
        return new ZttNetwork(
                weights, Dropout.OFF, FusedLayers.load(weights).orElseGet(() -> new PlainLayers(weights, Dropout.OFF)));
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
        return new RowStates(layers.head(x, mask), lengths, mask);
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
        return layers.middle(manager, states, cycles);
    }

    @Override
    public NDArray answer(RowStates states) {
        NDArray x = norm.apply(layers.tail(states.hidden(), states.mask())); // [rows, tokens, dim]
        NDArray pooled =
                switch (architecture.pooling()) {
                    case MEAN -> states.mask().mean(x);
                    case FIRST -> x.get(":, 0"); // [rows, dim]
                    case MEAN_MAX -> states.mask().mean(x).concat(states.mask().max(x), 1); // [rows, 2 dim]
                };
        return classifier.apply(dropout.apply(pooled)); // [rows, labels]
    }
}
