package io.fathom.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordSplitterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "what's up?|Ġwhat 's Ġup ?",
                "we'LL see|Ġwe 'LL Ġsee",
                "'team'|Ġ' team '",
                "order 20195|Ġorder Ġ201 95",
                "  two  spaces |Ġ Ġtwo Ġ Ġspaces Ġ",
                "no!!! way|Ġno !!! Ġway",
                "a_b@c.de|Ġa _ b @ c . de",
            })
    void cutsLikeGpt2(String text, String words) {
        assertThat(String.join(" ", WordSplitter.split(text))).isEqualTo(words);
    }

    @Test
    void theEmptyTextHasNoWords() {
        assertThat(WordSplitter.split("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "1", "!", " ", "\n"})
    void longRunsAreCut(String letter) {
        assertThat(WordSplitter.split(letter.repeat(10_000)))
                .allSatisfy(word -> assertThat(word.length()).isLessThanOrEqualTo(WordSplitter.LONGEST_WORD + 1));
    }

    @Test
    void nothingIsLost() {
        for (long seed = 0; seed < 500; seed++) {
            String text = RandomTexts.next(new SplittableRandom(seed), c -> true);
            String spaced = text.isEmpty() || text.startsWith(" ") ? text : " " + text;
            assertThat(String.join("", WordSplitter.split(text)))
                    .as("seed %d", seed)
                    .isEqualTo(ByteAlphabet.spell(spaced));
        }
    }
}
