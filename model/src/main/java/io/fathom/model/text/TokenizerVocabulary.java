package io.fathom.model.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.OptionalInt;

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
            size = Math.max(size, requireId(entry.getKey(), entry.getValue()) + 1);
            longest = Math.max(longest, entry.getKey().length());
        }
        for (JsonNode added : root.path("added_tokens")) {
            String content = added.path("content").asText();
            size = Math.max(size, requireId(content, added.path("id")) + 1);
            longest = Math.max(longest, content.length());
        }
        if (size == 0) {
            throw new IllegalArgumentException(
                    "tokenizer.json must hold a vocabulary under model.vocab, but has none: use a file written by"
                            + " Hugging Face tokenizers or by Fathom");
        }
        return new TokenizerVocabulary(size, longest);
    }

    /** The id of an added token, such as {@code <pad>}; empty where the file adds no such token. */
    public static OptionalInt idOf(byte[] json, String token) {
        for (JsonNode added : TokenizerJson.parse(json).path("added_tokens")) {
            if (added.path("content").asText().equals(token)) {
                return OptionalInt.of(requireId(token, added.path("id")));
            }
        }
        return OptionalInt.empty();
    }

    private static int requireId(String token, JsonNode id) {
        if (!id.isInt() || id.asInt() < 0 || id.asInt() == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("tokenizer.json must give every token an id of 0 or more, but gives '"
                    + token + "' " + (id.isMissingNode() ? "none" : id));
        }
        return id.asInt();
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
