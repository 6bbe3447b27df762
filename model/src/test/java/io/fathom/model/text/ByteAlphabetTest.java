package io.fathom.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ByteAlphabetTest {

    @Test
    void isTheOneOfGpt2() {
        assertThat(ByteAlphabet.spell(" a\n\t\u0000~\u007f")).isEqualTo("ĠaĊĉĀ~ġ");
        assertThat(ByteAlphabet.spell("é—")).isEqualTo("Ã©âĢĶ");
        assertThat(ByteAlphabet.letter(0xAD)).isEqualTo(ByteAlphabet.LAST);
    }

    @Test
    void hasOneLetterForEachByte() {
        assertThat(IntStream.range(0, ByteAlphabet.SIZE)
                        .mapToObj(ByteAlphabet::letter)
                        .collect(Collectors.toSet()))
                .hasSize(ByteAlphabet.SIZE)
                .allMatch(letter -> letter <= ByteAlphabet.LAST);
    }
}
