package io.fathom.model.nn;

/** What the projections of a layer are made of: query, key, value and output of the attention, and the feed-forward. */
public sealed interface Projections {

    /** Such as {@code linear, feed-forward 512}. */
    String inWords();

    /** Floating-point operations of one token through all projections of a layer of width {@code dim}. */
    long flopsPerToken(int dim);

    /**
     * Linear layers, and a feed-forward of two with gelu between them.
     *
     * @param feedForward inner width of the feed-forward
     * @param attentionBias whether the attention's projections have biases (the feed-forward's always do)
     */
    record Dense(int feedForward, boolean attentionBias) implements Projections {
        public Dense {
            Architecture.atLeast("feedForward", feedForward, 1);
        }

        @Override
        public String inWords() {
            return "linear, feed-forward " + feedForward;
        }

        @Override
        public long flopsPerToken(int dim) {
            return 2L * (4L * dim * dim + 2L * dim * feedForward);
        }
    }

    /**
     * Attention to learned slots (Pattention, TokenFormer; papers.md 3.1): each of the five projections is one, without
     * biases and behind norms without parameters, so that slots are all that is learned and can be added.
     *
     * @param attention slots of each of the attention's four projections
     * @param feedForward slots of the feed-forward
     * @param attentionBase slots that the temperature was made for, {@code τ = sqrt(base)}; growth leaves it as it is, or
     *     the function would change (papers.md 3.4)
     * @param feedForwardBase the same for the feed-forward
     * @param normaliser from scores to weights of the slots
     */
    record Slots(int attention, int feedForward, int attentionBase, int feedForwardBase, Normaliser normaliser)
            implements Projections {
        public Slots {
            Architecture.atLeast("attention slots", attention, 1);
            Architecture.atLeast("feedForward slots", feedForward, 1);
            Architecture.atLeast("attentionBase", attentionBase, 1);
            Architecture.atLeast("feedForwardBase", feedForwardBase, 1);
        }

        /** Not grown: {@code n} slots for each projection of the attention and 4n for the feed-forward. */
        public static Slots of(int n) {
            return new Slots(n, 4 * n, n, 4 * n, Normaliser.L2_GELU);
        }

        @Override
        public String inWords() {
            return attention + " slots for each projection of the attention, " + feedForward + " for the feed-forward";
        }

        @Override
        public long flopsPerToken(int dim) {
            return 4L * dim * (4L * attention + feedForward);
        }
    }

    /** From the scores A of n slots to their weights S (papers.md 3.1). */
    enum Normaliser {
        /** {@code gelu(τ A / ‖A‖₂)}, the paper's. */
        L2_GELU,
        /** {@code τ gelu(A) / ‖gelu(A)‖₂}. */
        GELU_L2,
        /** {@code n softmax(A)}; growth cannot preserve it, since exp(0) = 1. */
        SOFTMAX
    }
}
