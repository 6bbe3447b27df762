package io.fathom.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Path;
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
}
