package io.fathom.model.text;

import io.fathom.model.text.BytePairVocabulary.Merge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Learns a byte-level byte-pair vocabulary (Sennrich et al. 2016 on bytes, as GPT-2 does).
 *
 * <p>Rule: start from the 256 bytes; as long as there is room, join the most frequent pair of neighbours inside the
 * words of all texts. Equally frequent pairs are taken in the order of their ids (left, then right), where an older token
 * has the lower id; so the same texts give the same vocabulary, in whatever order they come.
 *
 * @param vocabularySize most tokens, the {@value BytePairVocabulary#BASE_SIZE} of every vocabulary included
 * @param minFrequency how often a pair must occur to become a token
 * @param normalization what happens to a text first; it becomes part of the tokenizer
 */
public record BytePairTrainer(int vocabularySize, int minFrequency, Normalization normalization) {

    public BytePairTrainer {
        if (vocabularySize < BytePairVocabulary.BASE_SIZE) {
            throw new IllegalArgumentException("vocabularySize must be at least " + BytePairVocabulary.BASE_SIZE
                    + " (two special tokens and 256 bytes), but was " + vocabularySize);
        }
        if (minFrequency < 1) {
            throw new IllegalArgumentException("minFrequency must be at least 1, but was " + minFrequency);
        }
    }

    /** The vocabulary of these texts; smaller than asked for where no pair occurs often enough any more. */
    public BytePairVocabulary train(Stream<String> texts) {
        List<String> tokens = new ArrayList<>(List.of(BytePairVocabulary.PAD, BytePairVocabulary.CLS));
        Map<String, Integer> ids = new HashMap<>();
        for (int b = 0; b < ByteAlphabet.SIZE; b++) {
            String letter = String.valueOf(ByteAlphabet.letter(b));
            ids.put(letter, tokens.size());
            tokens.add(letter);
        }

        PairCounts counts = new PairCounts();
        wordFrequencies(texts).forEach((word, frequency) -> counts.add(letterIds(word, ids), frequency));

        List<Merge> merges = new ArrayList<>();
        while (tokens.size() < vocabularySize) {
            Optional<PairCounts.Pair> best = counts.takeMostFrequent(minFrequency);
            if (best.isEmpty()) {
                break;
            }
            PairCounts.Pair pair = best.get();
            Merge merge = new Merge(tokens.get(pair.left()), tokens.get(pair.right()));
            merges.add(merge);
            // Two ways may lead to the same letters; they share the token.
            Integer known = ids.putIfAbsent(merge.merged(), tokens.size());
            if (known == null) {
                tokens.add(merge.merged());
            }
            counts.merge(pair, known == null ? tokens.size() - 1 : known);
        }
        return new BytePairVocabulary(tokens, merges, normalization);
    }

    private Map<String, Long> wordFrequencies(Stream<String> texts) {
        Map<String, Long> frequencies = new TreeMap<>();
        texts.forEachOrdered(text -> WordSplitter.split(normalization.apply(WellFormedText.of(text)))
                .forEach(word -> frequencies.merge(word, 1L, Long::sum)));
        return frequencies;
    }

    private static int[] letterIds(String word, Map<String, Integer> ids) {
        return word.chars()
                .map(letter -> ids.getOrDefault(String.valueOf((char) letter), BytePairVocabulary.PAD_ID))
                .toArray();
    }
}
