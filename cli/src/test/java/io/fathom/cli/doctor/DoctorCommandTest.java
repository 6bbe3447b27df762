package io.fathom.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    Path folder;

    @Test
    void aBundleThatThisMachineComputesRightIsHealthy() throws IOException {
        ModelBundle bundle = TinyBundles.write(folder.resolve("tiny"));
        Ran ran = Ran.fathom("doctor", "--bundle", bundle.folder().toString(), "--device", "cpu", "--json");
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(ran.lastOutLine());
        assertThat(report.get("healthy").asBoolean()).isTrue();
        assertThat(report.findValuesAsText("area")).contains("java", "memory", "folders", "engine", "bundle");
        assertThat(report.findValuesAsText("value")).anyMatch(v -> v.contains("12 texts on cpu in float32"));
    }

    @Test
    void whatIsBrokenIsToldWithWhatToDo() throws IOException {
        ModelBundle bundle = TinyBundles.write(folder.resolve("tiny"));
        Files.writeString(bundle.folder().resolve("tokenizer.json"), "{}");
        Ran ran = Ran.fathom("doctor", "--bundle", bundle.folder().toString(), "--device", "cpu");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("broken", "tokenizer.json", "What to do:", "- integrity: Get the bundle again");
    }

    @Test
    void aGpuThatDoesNotExistIsBroken() throws IOException {
        ModelBundle bundle = TinyBundles.write(folder.resolve("tiny"));
        Ran ran = Ran.fathom("doctor", "--bundle", bundle.folder().toString(), "--device", "gpu:999");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("broken");
    }
}
