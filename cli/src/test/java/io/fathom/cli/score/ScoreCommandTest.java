package io.fathom.cli.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import io.fathom.model.bundle.BundleParts;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.LabelCalibration;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.NetworkKind;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.nn.Architecture;
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
        String bundle = routedBundle().folder().toString();
        System.setIn(new ByteArrayInputStream("where is my parcel\n".getBytes(StandardCharsets.UTF_8)));

        Ran ran = Ran.fathom("score", "--bundle", bundle, "--explain");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JsonNode line = new ObjectMapper().readTree(ran.lastOutLine());
        StringBuilder text = new StringBuilder();
        int layers = 0;
        for (JsonNode token : line.get("tokenDepth")) {
            text.append(token.get("text").asText());
            layers += token.get("layers").asInt();
            assertThat(token.get("layers").asInt()).isBetween(1, 4);
        }
        assertThat(line.get("tokenDepth")).hasSize(line.get("tokens").asInt());
        assertThat(text).hasToString("where is my parcel");
        assertThat(layers)
                .isEqualTo(line.get("tlops").asInt())
                .isLessThan(4 * line.get("tokens").asInt());
    }

    private ModelBundle routedBundle() {
        ModelDescription tiny = TinyBundles.model();
        Architecture architecture = NetworkKind.TSA.architecture(
                tiny.architecture().input(), 16, 2, 4, 1, tiny.architecture().readout());
        ModelDescription model = new ModelDescription(
                "routed",
                tiny.createdBy(),
                tiny.task(),
                NetworkKind.TSA,
                architecture,
                tiny.labels(),
                LabelCalibration.none(1),
                new ExitPolicy.Fixed(1),
                tiny.quality(),
                tiny.trainingData(),
                tiny.recipe());
        return BundleWriter.write(
                folder.resolve("routed"),
                new BundleParts(
                        model, TinyBundles.weights(architecture, 5), TinyBundles.tokenizerJson(), "# routed\n"));
    }
}
