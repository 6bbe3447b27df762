package io.fathom.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitPolicySyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitPolicyConverterTest {
    private final ExitPolicyConverter converter = new ExitPolicyConverter();

    @Test
    void readsEveryPolicy() {
        assertThat(converter.convert("fixed:3")).isEqualTo(new ExitPolicy.Fixed(3));
        assertThat(converter.convert("confidence:0.9")).isEqualTo(new ExitPolicy.Confidence(0.9f, 0));
        assertThat(converter.convert("confidence:0.9:2")).isEqualTo(new ExitPolicy.Confidence(0.9f, 2));
        assertThat(converter.convert("zero-attention:0.4")).isEqualTo(new ExitPolicy.ZeroAttention(0.4f, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"fixed:3", "confidence:0.9", "confidence:0.85:2", "zero-attention:0.4", "zero-attention:1.0:3"})
    void writesWhatItReads(String text) {
        assertThat(ExitPolicySyntax.format(converter.convert(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "confidence", "fixed:", "fixed:x", "fixed:1:2", "confidence:high", "luck:0.5", "a:b:c:d"})
    void namesTheRule(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .hasMessageContaining("fixed:CYCLES")
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixed:-1", "confidence:1.5", "zero-attention:-1", "confidence:0.9:-1"})
    void namesTheRange(String text) {
        assertThatThrownBy(() -> converter.convert(text)).hasMessageContaining("but was");
    }
}
