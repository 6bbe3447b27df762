package io.fathom.model.engine;

import io.fathom.model.engine.ScoringResult.LabelScore;
import java.util.List;

/** What a model says of a record. */
public sealed interface Answer {

    /** Whether both come down to the same label: rejections agree with each other, and so do anomalies. */
    boolean agreesWith(Answer other);

    /**
     * A classifier's answer.
     *
     * @param label the most probable in-scope label
     * @param score calibrated probability of {@code label}, 0..1
     * @param outOfScope true if the bundle rejects out-of-scope texts and {@code score} is below its threshold
     * @param alternatives the most probable labels, best first, {@code label} included
     */
    record Classification(String label, float score, boolean outOfScope, List<LabelScore> alternatives)
            implements Answer {
        public Classification {
            alternatives = List.copyOf(alternatives);
        }

        @Override
        public boolean agreesWith(Answer other) {
            return other instanceof Classification that
                    && outOfScope == that.outOfScope
                    && (outOfScope || label.equals(that.label));
        }
    }

    /**
     * A language model's answer: how surprising the text is.
     *
     * @param bits −log2 of the probability of the text that was read
     * @param characters code points of the text that was read
     * @param threshold bits per character above which a record is an anomaly, at the depth that it was read with
     * @param pieces the text that was read, cut where tokens end; their bits add up to {@code bits}
     */
    record Surprise(double bits, int characters, float threshold, List<Piece> pieces) implements Answer {
        public Surprise {
            pieces = List.copyOf(pieces);
        }

        @Override
        public boolean agreesWith(Answer other) {
            return other instanceof Surprise that && anomalous() == that.anomalous();
        }

        /** The score; 0 for the empty text, which nothing can be said of. */
        public double bitsPerCharacter() {
            return characters == 0 ? 0 : bits / characters;
        }

        /** Whether the text is stranger than nearly all that the model was calibrated on. */
        public boolean anomalous() {
            return bitsPerCharacter() > threshold;
        }
    }

    /**
     * Part of a text: one token, or several that end in the middle of the same character.
     *
     * @param bits −log2 of its probability after what stands before it
     */
    record Piece(String text, float bits) {}
}
