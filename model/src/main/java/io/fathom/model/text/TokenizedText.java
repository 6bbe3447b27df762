package io.fathom.model.text;

/**
 * A text as the network reads it.
 *
 * @param ids token ids, special tokens included; never empty, since every text starts with the classification token
 * @param truncated true if the text was longer than the model reads and its end was cut off
 */
@SuppressWarnings("ArrayRecordComponent") // ids are handed over, never compared
public record TokenizedText(int[] ids, boolean truncated) {

    public TokenizedText {
        if (ids.length == 0) {
            throw new IllegalArgumentException("a tokenized text must hold at least one token");
        }
    }

    public int length() {
        return ids.length;
    }
}
