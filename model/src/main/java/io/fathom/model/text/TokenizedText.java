package io.fathom.model.text;

/**
 * A text as the network reads it.
 *
 * @param ids token ids, special tokens included; never empty, since every text starts with the classification token
 * @param truncated true if the text was longer than the model reads and its end was cut off
 * @param ends where each token ends in the text, in chars, 0 for special tokens in front; empty where nobody asked
 */
@SuppressWarnings("ArrayRecordComponent") // ids are handed over, never compared
public record TokenizedText(int[] ids, boolean truncated, int[] ends) {

    public TokenizedText {
        if (ids.length == 0) {
            throw new IllegalArgumentException("a tokenized text must hold at least one token");
        }
        if (ends.length != 0 && ends.length != ids.length) {
            throw new IllegalArgumentException(
                    "ends must be " + ids.length + " (one per token) or none, but were " + ends.length);
        }
    }

    /** Without knowing where tokens end. */
    public TokenizedText(int[] ids, boolean truncated) {
        this(ids, truncated, new int[0]);
    }

    public int length() {
        return ids.length;
    }
}
