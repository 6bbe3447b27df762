package io.fathom.cli.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import io.fathom.model.bundle.TinyBundles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through the command and the real engine. */
class ScoreCommandTest {
    private final InputStream standardInput = System.in;

    @TempDir
    private Path folder;

    @AfterEach
    void giveStandardInputBack() {
        System.setIn(standardInput);
    }

    @Test
    void linesInJsonOut() throws IOException {
        String bundle = TinyBundles.write(folder.resolve("tiny")).folder().toString();
        System.setIn(new ByteArrayInputStream(
                ("where is my parcel\n\nrückgabe 請\n" + "many words ".repeat(50)).getBytes(StandardCharsets.UTF_8)));

        Ran ran = Ran.fathom("score", "--bundle", bundle, "--exit-policy", "fixed:2", "--workers", "2");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.outLines()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            JsonNode line = new ObjectMapper().readTree(ran.outLines().get(i));
            assertThat(line.get("id").asInt()).isEqualTo(i + 1);
            assertThat(line.get("cyclesUsed").asInt()).isEqualTo(2);
            assertThat(line.get("exitReason").asText()).isEqualTo("cycle_limit");
            assertThat(line.get("truncated").asBoolean()).isEqualTo(i == 3);
        }
    }

    /** With hard token gates: the pieces make up the text, and what they ran is what is charged. */
    @Test
    void explainsWhichTokensRanHowManyLayers() throws IOException {
        String bundle =
                TinyBundles.writeRouted(folder.resolve("routed")).folder().toString();
        System.setIn(new ByteArrayInputStream("where is my parcel\n".getBytes(StandardCharsets.UTF_8)));

        Ran ran = Ran.fathom("score", "--bundle", bundle, "--explain");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JsonNode line = new ObjectMapper().readTree(ran.lastOutLine());
        StringBuilder text = new StringBuilder();
        int layers = 0;
        for (JsonNode token : line.get("tokenDepth")) {
            text.append(token.get("text").asText());
            layers += token.get("layers").asInt();
            assertThat(token.get("layers").asInt()).isBetween(1, TinyBundles.ROUTED_LAYERS);
        }
        assertThat(line.get("tokenDepth")).hasSize(line.get("tokens").asInt());
        assertThat(text).hasToString("where is my parcel");
        assertThat(layers)
                .isEqualTo(line.get("tlops").asInt())
                .isLessThan(TinyBundles.ROUTED_LAYERS * line.get("tokens").asInt());
    }
}
