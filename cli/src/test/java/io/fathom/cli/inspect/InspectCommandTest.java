package io.fathom.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fathom.cli.Ran;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.statistics.Estimate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    @TempDir
    private Path folder;

    @Test
    void showsWhatIsInside() {
        ModelBundle bundle = TinyBundles.write(folder.resolve("tiny"));

        Ran ran = Ran.fathom("inspect", bundle.folder().toString());

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains(bundle.identity().toString(), "5 labels, rejects 'oos'", "1 to 3 cycles", "confidence:0.3")
                .contains("weights.safetensors", "tokenizer.json", "MODEL_CARD.md");
    }

    @Test
    void saysTheSameToMachines() throws IOException {
        ModelBundle bundle = TinyBundles.write(folder.resolve("tiny"));

        JsonNode json = new ObjectMapper()
                .readTree(Ran.fathom("inspect", "--bundle", bundle.folder().toString(), "--json")
                        .lastOutLine());

        assertThat(json.get("version").asText()).isEqualTo(bundle.identity().version());
        assertThat(json.get("labels")).hasSize(5);
        assertThat(json.at("/architecture/maxCycles").asInt()).isEqualTo(3);
        assertThat(json.at("/files/tokenizer.json/sha256").asText()).hasSize(64);
    }

    @Test
    void showsWhatEachOperatingPointCosts() {
        DepthFrontier frontier = new DepthFrontier(
                ExitScore.CONFIDENCE,
                List.of(
                        new OperatingPoint(
                                List.of(0f, 0f),
                                OptionalDouble.empty(),
                                new Estimate(3, 2.9, 3.1, 100),
                                new Estimate(0.5, 0.45, 0.55, 100),
                                Optional.of(new Estimate(0.6, 0.5, 0.7, 100))),
                        new OperatingPoint(
                                List.of(0.9f, 0.9f),
                                OptionalDouble.empty(),
                                new Estimate(4.25, 4, 4.5, 100),
                                new Estimate(0.8, 0.7, 0.9, 100))));

        assertThat(FrontierListing.text(frontier))
                .hasSize(3)
                .anySatisfy(line ->
                        assertThat(line).matches("0 +3\\.000 +0\\.5000 \\(0\\.4500 to 0\\.5500\\) +0\\.6000 .*"))
                .anySatisfy(line -> assertThat(line).matches("1 +4\\.250 +0\\.8000 .* not measured"));
        ArrayNode json = new ObjectMapper().createArrayNode();
        FrontierListing.json(frontier, json);
        assertThat(json.at("/1/tlopsPerToken/mean").asDouble()).isEqualTo(4.25);
        assertThat(json.at("/0/agreement/low").asDouble()).isEqualTo(0.5);
        assertThat(json.get(1).has("agreement")).isFalse();
    }
}
