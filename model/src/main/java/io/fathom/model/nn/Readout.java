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
     */
    record Labels(int count, Pooling pooling) implements Readout {
        public Labels {
            Architecture.atLeast("labels", count, 2);
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
        MEAN_MAX
    }
}
