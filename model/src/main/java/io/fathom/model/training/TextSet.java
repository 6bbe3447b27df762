package io.fathom.model.training;

import io.fathom.model.text.TokenizedText;
import io.fathom.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Texts as a language model reads them when it serves. Those in which nothing is to be predicted are left out. */
final class TextSet {
    private final List<int[]> ids = new ArrayList<>();
    private final List<Integer> characters = new ArrayList<>();

    /** @throws DataSetException if nothing is left */
    TextSet(List<String> texts, Tokenizer tokenizer, int maxTokens) {
        for (String text : texts) {
            TokenizedText read = tokenizer.encodeWithEnds(text, maxTokens);
            int end = Arrays.stream(read.ends()).max().orElse(0);
            if (end > 0) {
                ids.add(read.ids());
                characters.add(text.codePointCount(0, end));
            }
        }
        if (ids.isEmpty()) {
            throw new DataSetException("data for a language model must hold at least one line that is not empty,"
                    + " but of its " + texts.size() + " lines none is");
        }
    }

    int records() {
        return ids.size();
    }

    /** Token ids of every text. */
    int[][] ids() {
        return ids.toArray(int[][]::new);
    }

    int[] ids(int record) {
        return ids.get(record);
    }

    /** Code points of a text that the model reads. */
    int characters(int record) {
        return characters.get(record);
    }

    int[] lengths() {
        return ids.stream().mapToInt(i -> i.length).toArray();
    }

    String fingerprint() {
        Fingerprint print = new Fingerprint();
        ids.forEach(print::add);
        return print.value();
    }
}
