package io.fathom.model.base;

import io.fathom.model.text.TokenizerVocabulary;

/** The id of RoBERTa's padding token, behind which its positions begin. */
final class PaddingId {
    private static final String PADDING = "<pad>";
    private static final int USUAL = 1;

    private PaddingId() {}

    static int of(byte[] tokenizerJson) {
        return TokenizerVocabulary.idOf(tokenizerJson, PADDING).orElse(USUAL);
    }
}
