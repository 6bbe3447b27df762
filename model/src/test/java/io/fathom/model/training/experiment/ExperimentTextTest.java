package io.fathom.model.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExperimentTextTest {

    @Test
    void idsAreRanksAndTheLastTenthValidates() {
        ExperimentText text = ExperimentText.of("file", "cab".repeat(1000));
        assertThat(text.vocabulary()).isEqualTo(3);
        assertThat(text.train()).hasSize(2700).startsWith(2, 0, 1, 2);
        assertThat(text.validation()).hasSize(300);
        assertThat(text.fingerprint())
                .startsWith("file-")
                .isEqualTo(ExperimentText.of("file", "cab".repeat(1000)).fingerprint())
                .isNotEqualTo(ExperimentText.of("file", "cba".repeat(1000)).fingerprint());
    }

    @Test
    void whatIsTooShortIsRefused() {
        assertThatThrownBy(() -> ExperimentText.of("file", "abc"))
                .hasMessageContaining("2000")
                .hasMessageContaining("3");
        assertThatThrownBy(() -> ExperimentText.of("file", "a".repeat(5000))).hasMessageContaining("2 kinds");
    }

    @Test
    void theGeneratedTextIsTheSameForTheSameSeed() {
        String text = GeneratedText.of(20_000, 1);
        assertThat(text)
                .hasSize(20_000)
                .isEqualTo(GeneratedText.of(20_000, 1))
                .isNotEqualTo(GeneratedText.of(20_000, 2));
        assertThat(text.lines().limit(50)).allSatisfy(line -> {
            String hero = line.substring("there was a ".length(), line.indexOf('.'));
            assertThat(line).startsWith("there was a " + hero).endsWith("so ended the day of the " + hero + ".");
        });
    }

    @Test
    void everyCharacterOfAnyKindOccursInBothSplits() {
        ExperimentText text = ExperimentText.of("generated", GeneratedText.of(20_000, GeneratedText.SEED));
        assertThat(Arrays.stream(text.train()).distinct().count()).isEqualTo(text.vocabulary());
        assertThat(IntStream.of(text.validation()).max().orElseThrow()).isLessThan(text.vocabulary());
    }
}
