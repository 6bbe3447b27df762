package io.fathom.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.model.text.BytePairVocabulary.Merge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytePairTrainerTest {

    @Test
    void learnsTheMostFrequentPairFirst() {
        BytePairVocabulary vocabulary = new BytePairTrainer(BytePairVocabulary.BASE_SIZE + 3, 2, Normalization.NONE)
                .train(Stream.of("low low low lower lower newest newest newest newest"));

        // "Ġn", "ne", "ew", "we", "es" and "st" are tied at 4 with each other; "we" wins over them with 4 + 2 from
        // "lower".
        assertThat(vocabulary.merges()).startsWith(new Merge("w", "e"));
        assertThat(vocabulary.size()).isEqualTo(BytePairVocabulary.BASE_SIZE + 3);
    }

    @Test
    void tiesGoToTheOlderTokens() {
        BytePairVocabulary vocabulary =
                new BytePairTrainer(BytePairVocabulary.BASE_SIZE + 2, 1, Normalization.NONE).train(Stream.of("dcba"));

        // All four pairs occur once; byte ids follow the bytes, and the space is the lowest of them.
        assertThat(vocabulary.merges()).containsExactly(new Merge("Ġ", "d"), new Merge("b", "a"));
    }

    @Test
    void startsWithSpecialTokensAndBytes() {
        BytePairVocabulary vocabulary =
                new BytePairTrainer(BytePairVocabulary.BASE_SIZE, 1, Normalization.NONE).train(RandomTexts.corpus());

        assertThat(vocabulary.merges()).isEmpty();
        assertThat(vocabulary.tokens().subList(0, 2)).containsExactly("<pad>", "<cls>");
        assertThat(vocabulary.tokens().get(2 + 'a')).isEqualTo("a");
    }

    @Test
    void stopsWhereNoPairIsFrequentEnough() {
        BytePairVocabulary vocabulary =
                new BytePairTrainer(1000, 3, Normalization.NONE).train(Stream.of("ab ab", "ab cd cd"));

        assertThat(vocabulary.merges()).containsExactly(new Merge("Ġ", "a"), new Merge("Ġa", "b"));
    }

    @Test
    void isIndependentOfTheOrderOfTexts() {
        List<String> texts = new ArrayList<>(RandomTexts.corpus().toList());
        BytePairTrainer trainer = new BytePairTrainer(500, 2, Normalization.LOWER_CASE);
        byte[] first = trainer.train(texts.stream()).toTokenizerJson();
        Collections.shuffle(texts, new Random(7));

        assertThat(trainer.train(texts.stream()).toTokenizerJson()).isEqualTo(first);
    }

    /** The incremental counts against a trainer that counts everything again before each merge. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithCountingFromScratch(long seed) {
        Random random = new Random(seed);
        List<String> texts = Stream.generate(() -> random.ints(1 + random.nextInt(30), 'a', 'e')
                        .mapToObj(c -> c == 'd' ? " " : Character.toString(c))
                        .reduce("", String::concat))
                .limit(60)
                .toList();
        int merges = 80;

        BytePairVocabulary vocabulary =
                new BytePairTrainer(BytePairVocabulary.BASE_SIZE + merges, 2, Normalization.NONE).train(texts.stream());

        assertThat(vocabulary.merges()).as("seed %d", seed).isEqualTo(naiveMerges(texts, vocabulary));
    }

    private static List<Merge> naiveMerges(List<String> texts, BytePairVocabulary trained) {
        List<List<String>> words = new ArrayList<>();
        texts.forEach(t -> WordSplitter.split(t)
                .forEach(w -> words.add(new ArrayList<>(
                        w.chars().mapToObj(c -> String.valueOf((char) c)).toList()))));
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < trained.size(); id++) {
            ids.put(trained.tokens().get(id), id);
        }
        List<Merge> merges = new ArrayList<>();
        while (merges.size() < trained.merges().size()) {
            Map<Merge, Integer> counts = new HashMap<>();
            for (List<String> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    counts.merge(new Merge(word.get(i), word.get(i + 1)), 1, Integer::sum);
                }
            }
            Merge best = counts.entrySet().stream()
                    .min(Map.Entry.<Merge, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(e -> ids.getOrDefault(e.getKey().left(), -1))
                            .thenComparing(e -> ids.getOrDefault(e.getKey().right(), -1)))
                    .orElseThrow()
                    .getKey();
            merges.add(best);
            for (List<String> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    if (word.get(i).equals(best.left()) && word.get(i + 1).equals(best.right())) {
                        word.set(i, best.merged());
                        word.remove(i + 1);
                    }
                }
            }
        }
        return merges;
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> new BytePairTrainer(257, 1, Normalization.NONE))
                .hasMessage("vocabularySize must be at least 258 (two special tokens and 256 bytes), but was 257");
        assertThatThrownBy(() -> new BytePairTrainer(300, 0, Normalization.NONE))
                .hasMessage("minFrequency must be at least 1, but was 0");
    }
}
