package io.fathom.model.nn;

/** What a network tells of its final states. */
public sealed interface Readout {

    /** Whether a token sees only what stands before it. */
    boolean causal();

    /**
     * One of several labels for the whole record.
     *
     * @param count number of labels
     * @param pooling from token states to one vector
     * @param classifier whether all exits share one classifier
     * @param hidden a dense layer between the pooled vector and the classifier, as fine-tuned encoders have it
     */
    record Labels(int count, Pooling pooling, Classifier classifier, Hidden hidden) implements Readout {
        public Labels {
            Architecture.atLeast("labels", count, 2);
        }

        /** One classifier for all exits, and nothing in front of it. */
        public Labels(int count, Pooling pooling) {
            this(count, pooling, Classifier.SHARED, Hidden.NONE);
        }

        /** A classifier for each exit, and nothing in front of it. */
        public static Labels perExit(int count, Pooling pooling) {
            return new Labels(count, pooling, Classifier.PER_EXIT, Hidden.NONE);
        }

        @Override
        public boolean causal() {
            return false;
        }
    }

    /** The next token at every token: a language model, its head tied to the token embedding, without a bias. */
    record NextToken() implements Readout {
        @Override
        public boolean causal() {
            return true;
        }
    }

    /** From token states to one vector per record. */
    enum Pooling {
        /** Mean over the record's tokens. */
        MEAN,
        /** The state of the first token (the classification token). */
        FIRST,
        /** The state of the last token: where a question stands at the end. */
        LAST,
        /** Mean and maximum over the record's tokens, side by side: what the text is about, and its one telling word. */
        MEAN_MAX,
        /** Mean over the record's tokens and the state of the first one, side by side. */
        MEAN_FIRST;

        /** Vectors side by side. */
        int parts() {
            return this == MEAN_MAX || this == MEAN_FIRST ? 2 : 1;
        }
    }

    /** Which classifier reads an exit. */
    enum Classifier {
        /** One for all exits. */
        SHARED,
        /** One for each exit: exits of a frozen encoder have little in common. */
        PER_EXIT
    }

    /** The dense layer between a pooled vector and the classifier, as wide as the vector, by its activation. */
    enum Hidden {
        /** No such layer. */
        NONE,
        /** {@code tanh(W x + b)}: BERT, RoBERTa. */
        TANH,
        /** {@code max(0, W x + b)}: DistilBERT. */
        RELU,
        /** {@code gelu(W x + b)}: ELECTRA. */
        GELU
    }
}
