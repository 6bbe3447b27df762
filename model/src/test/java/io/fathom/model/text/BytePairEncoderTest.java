package io.fathom.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BytePairEncoderTest {
    private static final int UNBOUNDED = 1 << 20;

    @ParameterizedTest
    @EnumSource
    void withoutDropoutAgreesWithTheLibrary(Normalization normalization) {
        byte[] json = vocabulary(normalization).toTokenizerJson();
        BytePairEncoder encoder = BytePairEncoder.of(json);
        try (Tokenizer tokenizer = Tokenizer.of(json)) {
            for (long seed = 0; seed < 5000; seed++) {
                String text = RandomTexts.next(
                        new SplittableRandom(seed), c -> normalization == Normalization.NONE || isOld(c));
                assertThat(encoder.encode(text, 0, new SplittableRandom(seed)))
                        .as("seed %d: '%s'", seed, text)
                        .isEqualTo(tokenizer.encode(text, UNBOUNDED).ids());
            }
        }
    }

    /** The library's tables are those of Unicode 12.0; Java 17 knows 13 compatibility characters that came later. */
    @Test
    void charactersAreNormalisedLikeTheLibraryDoes() {
        byte[] json = vocabulary(Normalization.LOWER_CASE).toTokenizerJson();
        BytePairEncoder encoder = BytePairEncoder.of(json);
        List<Integer> differing = new ArrayList<>();
        try (Tokenizer tokenizer = Tokenizer.of(json)) {
            IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                    .filter(Character::isDefined)
                    .filter(c -> Character.getType(c) != Character.SURROGATE)
                    .filter(c -> Character.getType(c) != Character.PRIVATE_USE)
                    .forEach(c -> {
                        String text = "a" + Character.toString(c) + "b";
                        if (!Arrays.equals(
                                encoder.encode(text),
                                tokenizer.encode(text, UNBOUNDED).ids())) {
                            differing.add(c);
                        }
                    });
        }
        assertThat(differing).allMatch(c -> !isOld(c)).hasSizeLessThan(500);
    }

    /** Scripts, punctuation, ideographs and emoji that have been in Unicode for long. */
    private static boolean isOld(int c) {
        return Character.isDefined(c)
                && (c < 0x1C80
                        || (c >= 0x1E00 && c < 0x2BFF)
                        || (c >= 0x3000 && c < 0x32F0)
                        || (c >= 0x4E00 && c < 0x9FA6)
                        || (c >= 0x1F300 && c < 0x1F600));
    }

    @Test
    void dropoutSplitsTheSameTextDifferently() {
        BytePairVocabulary vocabulary = vocabulary(Normalization.NONE);
        BytePairEncoder encoder = new BytePairEncoder(vocabulary);
        String text = "where is my parcel? what's the status of order 1042";
        for (long seed = 0; seed < 200; seed++) {
            int[] ids = encoder.encode(text, 0.1, new SplittableRandom(seed));
            assertThat(spelled(ids, vocabulary)).as("seed %d", seed).isEqualTo(ByteAlphabet.spell(" " + text));
            assertThat(encoder.encode(text, 0.1, new SplittableRandom(seed))).isEqualTo(ids);
        }
        assertThat(new SplittableRandom(3)
                        .longs(50)
                        .mapToObj(seed -> Arrays.toString(encoder.encode(text, 0.1, new SplittableRandom(seed))))
                        .distinct())
                .hasSizeGreaterThan(10);
    }

    @Test
    void moreDropoutGivesMoreTokensAndAllOfItGivesBytes() {
        BytePairVocabulary vocabulary = vocabulary(Normalization.NONE);
        BytePairEncoder encoder = new BytePairEncoder(vocabulary);
        List<String> texts = RandomTexts.corpus().limit(15).toList();

        double none = meanTokens(encoder, texts, 0);
        double tenth = meanTokens(encoder, texts, 0.1);
        double half = meanTokens(encoder, texts, 0.5);

        assertThat(none).isLessThan(tenth);
        assertThat(tenth).isLessThan(half);
        assertThat(encoder.encode("parcel", 1, new SplittableRandom(1)))
                .hasSize(1 + " parcel".getBytes(StandardCharsets.UTF_8).length);
    }

    /** With one merge left to do and p = 0.25, a quarter of the words stay apart (300 of 1200; bar at four sigma, 60). */
    @Test
    void leavesOutAMergeWithTheGivenProbability() {
        BytePairEncoder encoder = new BytePairEncoder(
                new BytePairTrainer(BytePairVocabulary.BASE_SIZE + 1, 1, Normalization.NONE).train(Stream.of("a")));
        SplittableRandom random = new SplittableRandom(11);
        int apart = 0;
        for (int i = 0; i < 1200; i++) {
            apart += encoder.encode("a", 0.25, random).length == 3 ? 1 : 0;
        }
        assertThat(apart).isBetween(240, 360);
    }

    @Test
    void theEmptyTextIsTheClassificationToken() {
        BytePairEncoder encoder = new BytePairEncoder(vocabulary(Normalization.NONE));
        assertThat(encoder.encode("")).containsExactly(BytePairVocabulary.CLS_ID);
        assertThat(encoder.encode("", 0.5, new SplittableRandom(1))).containsExactly(BytePairVocabulary.CLS_ID);
    }

    @Test
    void readsOnlyWhatFathomWrote() {
        String json = new String(vocabulary(Normalization.NONE).toTokenizerJson(), StandardCharsets.UTF_8);
        byte[] otherRules =
                json.replace("\"invert\" : false", "\"invert\" : true").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> BytePairEncoder.of(otherRules))
                .hasMessageContaining("only a tokenizer.json that Fathom trained");
    }

    @Test
    void refusesAProbabilityOutOfRange() {
        BytePairEncoder encoder = new BytePairEncoder(vocabulary(Normalization.NONE));
        assertThatThrownBy(() -> encoder.encode("a", Double.NaN, new SplittableRandom(1)))
                .hasMessage("dropout must be between 0 and 1, but was NaN");
    }

    private static BytePairVocabulary vocabulary(Normalization normalization) {
        return new BytePairTrainer(600, 2, normalization).train(RandomTexts.corpus());
    }

    private static double meanTokens(BytePairEncoder encoder, List<String> texts, double dropout) {
        SplittableRandom random = new SplittableRandom(5);
        return texts.stream()
                .mapToInt(t -> encoder.encode(t, dropout, random).length)
                .average()
                .orElseThrow();
    }

    private static String spelled(int[] ids, BytePairVocabulary vocabulary) {
        return Arrays.stream(ids).skip(1).mapToObj(vocabulary.tokens()::get).collect(Collectors.joining());
    }
}
