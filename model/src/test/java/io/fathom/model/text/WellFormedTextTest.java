package io.fathom.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WellFormedTextTest {

    @Test
    void replacesUnpairedSurrogatesOnly() {
        assertThat(WellFormedText.of("a\ud83db")).isEqualTo("a\ufffdb");
        assertThat(WellFormedText.of("\udce6")).isEqualTo("\ufffd");
        assertThat(WellFormedText.of("📦\ud83d")).isEqualTo("📦\ufffd");
        assertThat(WellFormedText.of("\ud83d📦\udce6")).isEqualTo("\ufffd📦\ufffd");
        assertThat(WellFormedText.of("\udce6\ud83d")).isEqualTo("\ufffd\ufffd");
    }

    @Test
    void leavesWellFormedTextAlone() {
        String text = "ok 📦 \u0000";
        assertThat(WellFormedText.of(text)).isSameAs(text);
    }

    @Test
    void cutsOnACodePointBoundary() {
        assertThat(WellFormedText.cut("a📦b", 1)).isEqualTo("a");
        assertThat(WellFormedText.cut("a📦b", 2)).isEqualTo("a");
        assertThat(WellFormedText.cut("a📦b", 3)).isEqualTo("a📦");
        assertThat(WellFormedText.cut("a📦b", 4)).isEqualTo("a📦b");
        assertThat(WellFormedText.cut("📦", 0)).isEmpty();
    }
}
