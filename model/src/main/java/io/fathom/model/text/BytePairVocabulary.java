package io.fathom.model.text;

import java.util.List;

/**
 * A trained byte-level vocabulary: {@code <pad>}, {@code <cls>}, the 256 bytes, then what the merges made.
 *
 * <p>The two special tokens are no "added tokens" in the library's sense, so no text can contain them: a user who writes
 * {@code <cls>} gets the tokens of these five characters.
 *
 * @param tokens spelled in the byte alphabet; the place in the list is the id
 * @param merges in the order in which they were learned, which is the order in which they apply
 * @param normalization what happens to a text first
 */
public record BytePairVocabulary(List<String> tokens, List<Merge> merges, Normalization normalization) {
    public static final String PAD = "<pad>";
    public static final int PAD_ID = 0;
    public static final String CLS = "<cls>";
    public static final int CLS_ID = 1;

    /** Tokens that every vocabulary holds: the special ones and the bytes. */
    public static final int BASE_SIZE = 2 + ByteAlphabet.SIZE;

    /** Two neighbouring tokens that become one. */
    public record Merge(String left, String right) {
        String merged() {
            return left + right;
        }
    }

    public BytePairVocabulary {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
        if (tokens.size() < BASE_SIZE
                || !tokens.get(PAD_ID).equals(PAD)
                || !tokens.get(CLS_ID).equals(CLS)) {
            throw new IllegalArgumentException("a byte-level vocabulary must start with " + PAD + " and " + CLS
                    + " and hold all 256 bytes, but had " + tokens.size() + " tokens");
        }
    }

    public int size() {
        return tokens.size();
    }

    /** As a Hugging Face {@code tokenizer.json}, UTF-8; the same vocabulary gives the same bytes. */
    public byte[] toTokenizerJson() {
        return TokenizerJson.write(this);
    }

    /**
     * Reads back what {@link #toTokenizerJson} wrote.
     *
     * @throws IllegalArgumentException if another tool wrote it, since its rules may be others
     */
    public static BytePairVocabulary fromTokenizerJson(byte[] json) {
        return TokenizerJson.read(json);
    }
}
