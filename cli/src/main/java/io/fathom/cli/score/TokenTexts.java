package io.fathom.cli.score;

import io.fathom.model.text.TokenizedText;
import io.fathom.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * What each token of a text stands for, to explain an answer by.
 *
 * @param maxTokens what the model reads
 */
record TokenTexts(Tokenizer tokenizer, int maxTokens) {

    /** One piece of the text for each token that the model reads; empty for special tokens. */
    List<String> of(String text) {
        TokenizedText tokens = tokenizer.encodeWithEnds(text, maxTokens);
        List<String> texts = new ArrayList<>(tokens.length());
        int from = 0;
        for (int read : tokens.ends()) {
            int end = Math.min(read, text.length());
            texts.add(text.substring(Math.min(from, end), end));
            from = Math.max(from, end);
        }
        return texts;
    }
}
