package io.fathom.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a {@code tokenizer.json} of any kind says about its tokens.
 *
 * @param size highest id + 1
 * @param longestToken letters of the longest token that texts are cut into
 */
public record TokenizerVocabulary(int size, int longestToken) {

    /** @throws IllegalArgumentException if the bytes are no {@code tokenizer.json} or hold no vocabulary */
    public static TokenizerVocabulary of(byte[] json) {
        JsonNode root = TokenizerJson.parse(json);
        JsonNode vocab = root.path("model").path("vocab");
        int size = 0;
        int longest = 0;
        if (vocab.isArray()) { // Unigram: [token, score] in the order of the ids
            size = vocab.size();
            for (JsonNode entry : vocab) {
                longest = Math.max(longest, entry.path(0).asText().length());
            }
        }
        for (Map.Entry<String, JsonNode> entry : vocab.properties()) { // all others: token to id
            size = Math.max(size, entry.getValue().asInt() + 1);
            longest = Math.max(longest, entry.getKey().length());
        }
        for (JsonNode added : root.path("added_tokens")) {
            size = Math.max(size, added.path("id").asInt() + 1);
            longest = Math.max(longest, added.path("content").asText().length());
        }
        if (size == 0) {
            throw new IllegalArgumentException(
                    "tokenizer.json must hold a vocabulary under model.vocab, but has none: use a file written by"
                            + " Hugging Face tokenizers or by Fathom");
        }
        return new TokenizerVocabulary(size, longest);
    }

    /** @throws IllegalArgumentException if there are ids that a model of {@code vocabulary} ids lacks */
    public void requireIdsBelow(int vocabulary) {
        if (size > vocabulary) {
            throw new IllegalArgumentException("token ids must be below the model's vocabulary of " + vocabulary
                    + ", but the tokenizer has ids up to " + (size - 1)
                    + ": use the tokenizer that the model was trained with");
        }
    }
}
