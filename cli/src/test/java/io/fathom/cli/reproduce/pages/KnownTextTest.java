package io.fathom.cli.reproduce.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.reproduce.results.RunKey;
import io.fathom.cli.reproduce.results.RunResult;
import io.fathom.cli.reproduce.results.Runs;
import io.fathom.model.training.experiment.Measurement;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownTextTest {
    private static final String TINY_SHAKESPEARE = "file-86c4e6aa9db7";

    @Test
    void tellsWhereAStrangerGetsTheSameFile() {
        assertThat(KnownText.sources(runOf(TINY_SHAKESPEARE)))
                .singleElement()
                .asString()
                .contains("`FILE`", "<https://raw.githubusercontent.com/karpathy/char-rnn/", "1,115,394 bytes")
                .contains("`86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed`");
        assertThat(KnownText.describe(TINY_SHAKESPEARE)).startsWith("Tiny-Shakespeare (`" + TINY_SHAKESPEARE + "`: ");
    }

    @Test
    void saysNothingOfATextThatItDoesNotKnow() {
        assertThat(KnownText.sources(runOf("generated-0123456789ab"))).isEmpty();
        assertThat(KnownText.describe("generated-0123456789ab")).isEqualTo("`generated-0123456789ab`");
    }

    private static Runs runOf(String data) {
        return new Runs(List.of(new RunResult(
                new RunKey("text", "any", 1),
                "recipe",
                data,
                1,
                1,
                1,
                1,
                "a made-up machine",
                List.of(Measurement.value("any", 1)))));
    }
}
