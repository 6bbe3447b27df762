package io.fathom.model.training.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.model.text.TokenizedText;
import io.fathom.model.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files say how long texts are padded and where they are cut; here the model's own limit decides, and nothing is padded. */
class ForeignTokenizersTest {

    @ParameterizedTest
    @EnumSource
    void specialTokensStandAroundWhatIsKept(ForeignTokenizers kind) {
        try (Tokenizer tokenizer = Tokenizer.of(kind.json().getBytes(StandardCharsets.UTF_8))) {
            assertThat(tokenizer.vocabulary().size()).isEqualTo(kind.size());
            assertThat(tokenizer.encode("", 8).ids()).containsExactly(kind.first(), kind.last());

            int[] some = tokenizer.encode("the late", 64).ids();
            assertThat(some).startsWith(kind.first()).endsWith(kind.last());
            assertThat(some.length).as("neither padded nor cut").isBetween(4, 8);

            TokenizedText cut = tokenizer.encode("the late ".repeat(100), 12);
            assertThat(cut.truncated()).isTrue();
            assertThat(cut.ids()).hasSize(12).startsWith(kind.first()).endsWith(kind.last());
            assertThat(cut.ids()[10]).isNotEqualTo(kind.last());

            assertThat(tokenizer.encode("the late ".repeat(400), 512).length()).isEqualTo(512);
        }
    }
}
