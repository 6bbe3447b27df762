package io.fathom.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A language model from the command line: trained on normal lines, it finds the strange ones. */
class LanguageModelTest {
    private final InputStream standardInput = System.in;

    @TempDir
    private Path folder;

    @AfterEach
    void giveStandardInputBack() {
        System.setIn(standardInput);
    }

    private static List<String> lines(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add("job " + random.nextInt(100) + (i % 2 == 0 ? " started" : " done, exit code 0"));
        }
        return lines;
    }

    private Path train() throws IOException {
        Path data = Files.write(folder.resolve("normal.log"), lines(200, 1));
        Path out = folder.resolve("log-model");
        Ran ran = Ran.fathom(
                "train",
                "--task",
                "language-model",
                "--data",
                data.toString(),
                "--out",
                out.toString(),
                "--width",
                "16",
                "--heads",
                "2",
                "--cycles",
                "2",
                "--steps",
                "60",
                "--evaluate-every",
                "20",
                "--learning-rate",
                "0.01",
                "--averaging",
                "0.9",
                "--vocabulary",
                "300",
                "--max-tokens",
                "40");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("dev.cycles1.bitsPerCharacter").contains("dev.cycles2.bitsPerCharacter");
        return out;
    }

    /** What the language model decides cannot be asked for; all else can, teachers too. */
    @Test
    void aClassifierBeginsWithIt() throws IOException {
        String words = train().toString();
        List<String> labelled = lines(120, 2).stream()
                .map(line -> (line.contains("done") ? "end" : "start") + "\t" + line)
                .toList();
        String data = Files.write(folder.resolve("labelled.tsv"), labelled).toString();
        String out = folder.resolve("classifier").toString();
        Ran wider = Ran.fathom("train", "--from", words, "--data", data, "--out", out, "--width", "32");
        assertThat(wider.exitCode()).isEqualTo(2);
        assertThat(wider.err())
                .contains("--width cannot be given with --from, since the bundle's network is trained on");

        Ran fewer = Ran.fathom("train", "--from", words, "--data", data, "--out", out, "--cycles", "2");
        assertThat(fewer.exitCode()).isEqualTo(2);
        assertThat(fewer.err()).contains("--cycles cannot be given with --from");

        Ran begun = Ran.fathom(
                "train",
                "--from",
                words,
                "--data",
                data,
                "--out",
                out,
                "--teachers",
                "1",
                "--teacher-steps",
                "5",
                "--steps",
                "20",
                "--evaluate-every",
                "5");
        assertThat(begun.exitCode()).as(begun.err()).isZero();
        assertThat(Ran.fathom("inspect", out).out()).contains("log-model");

        String routed = folder.resolve("routed").toString();
        Ran other = Ran.fathom(
                "train",
                "--from",
                words,
                "--arch",
                "tsa",
                "--data",
                data,
                "--out",
                routed,
                "--teachers",
                "0",
                "--steps",
                "4",
                "--evaluate-every",
                "2");
        assertThat(other.exitCode()).as(other.err()).isZero();
        assertThat(Ran.fathom("inspect", routed).out()).contains("tsa").contains("log-model");
    }

    @Test
    void fromLinesToAnomalies() throws IOException {
        String bundle = train().toString();

        Ran inspected = Ran.fathom("inspect", bundle);
        assertThat(inspected.out()).contains("language-model, anomaly above").contains("bits per character");

        System.setIn(new ByteArrayInputStream("job 17 started\nkernel: OOM!\n\n".getBytes(StandardCharsets.UTF_8)));
        Ran scored = Ran.fathom("score", "--bundle", bundle, "--explain", "--workers", "1");
        assertThat(scored.exitCode()).as(scored.err()).isZero();
        JsonNode normal = json(scored.outLines().get(0));
        JsonNode strange = json(scored.outLines().get(1));
        JsonNode empty = json(scored.outLines().get(2));
        assertThat(strange.get("anomalous").asBoolean()).isTrue();
        assertThat(normal.get("bitsPerCharacter").asDouble())
                .isLessThan(strange.get("bitsPerCharacter").asDouble());
        assertThat(empty.get("anomalous").asBoolean()).isFalse();
        assertThat(normal.has("label")).isFalse();
        StringBuilder text = new StringBuilder();
        double bits = 0;
        for (JsonNode piece : strange.get("pieces")) {
            text.append(piece.get("text").asText());
            bits += piece.get("bits").asDouble();
        }
        assertThat(text).hasToString("kernel: OOM!");
        assertThat(bits / text.length())
                .isCloseTo(strange.get("bitsPerCharacter").asDouble(), org.assertj.core.data.Offset.offset(1e-3));

        List<String> labelled = new ArrayList<>();
        lines(60, 2).forEach(line -> labelled.add("normal\t" + line));
        labelled.add("alert\tkernel: OOM!");
        labelled.add("alert\t\u0000\u0001 ???");
        Path test = Files.write(folder.resolve("test.tsv"), labelled);
        Ran evaluated = Ran.fathom("evaluate", "--bundle", bundle, "--data", test.toString(), "--json");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        JsonNode report = json(evaluated.outLines().get(evaluated.outLines().size() - 1));
        assertThat(report.get("task").asText()).isEqualTo("language-model");
        assertThat(report.get("records").asInt()).isEqualTo(62);
        assertThat(report.get("normalLabel").asText()).isEqualTo("normal");
        assertThat(report.get("fixed")).hasSize(2);
        for (JsonNode depth : report.get("fixed")) {
            assertThat(depth.get("auc").asDouble()).isEqualTo(1);
            assertThat(depth.get("bitsPerCharacter").asDouble()).isPositive();
            assertThat(depth.has("accuracy")).isFalse();
        }
        assertThat(report.get("policy").get("meanCycles").asDouble()).isBetween(1.0, 2.0);

        Path plain = Files.write(folder.resolve("plain.log"), lines(20, 3));
        Ran table = Ran.fathom("evaluate", "--bundle", bundle, "--data", plain.toString());
        assertThat(table.outLines())
                .noneMatch(line -> line.contains("AUC"))
                .anyMatch(line -> line.startsWith("fixed:2 "))
                .anyMatch(line -> line.startsWith("point:0 "));
    }

    @ParameterizedTest
    @CsvSource({
        "language-model,--label-smoothing=0.1,--label-smoothing goes with --task classification",
        "language-model,--pooling=last,--pooling goes with --task classification",
        "classification,--exits=all,--exits goes with --task language-model",
        "classification,--false-alarms=0.1,--false-alarms goes with --task language-model",
        "regression,--steps=10,must be one of classification"
    })
    void refusesOptionsThatWouldHaveNoEffect(String task, String option, String message) throws IOException {
        Path data = Files.write(folder.resolve("normal.log"), lines(20, 1));
        Ran ran = Ran.fathom(
                "train",
                "--task",
                task,
                option,
                "--data",
                data.toString(),
                "--out",
                folder.resolve("m").toString());
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains(message);
    }

    private static JsonNode json(String line) throws IOException {
        return new ObjectMapper().readTree(line);
    }
}
