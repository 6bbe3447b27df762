package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import io.fathom.cli.options.EngineFlags;
import io.fathom.cli.terminal.Interruption;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: generator or file, real broker, real Flink, real engine, and back. */
@Timeout(300)
class DemoITCase {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private String bundle = "";

    @BeforeEach
    void writeBundle() {
        bundle = TinyBundles.write(folder.resolve("tiny")).folder().toString();
    }

    private static JsonNode last(Ran ran) throws IOException {
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return JSON.readTree(ran.lastOutLine());
    }

    @Test
    void generatedEventsLeaveOneTraceEach() throws IOException {
        JsonNode report = last(Ran.fathom("demo", "--headless", "--events", "200", "--bundle", bundle));

        assertThat(report.get("events").asInt()).isEqualTo(200);
        assertThat(report.get("lost").asInt()).isZero();
        assertThat(report.get("duplicated").asInt()).isZero();
        assertThat(report.get("deadLetters").asInt()).as("undecodable events").isPositive();
        assertThat(report.get("predictions").asInt())
                .isEqualTo(200 - report.get("deadLetters").asInt());
        assertThat(report.get("telemetry").asInt())
                .isEqualTo(report.get("predictions").asInt());
        assertThat(report.get("truncated").asInt()).as("over-long events").isPositive();
        assertThat(report.get("maxCycles").asInt()).isEqualTo(TinyBundles.MAX_CYCLES);
        assertThat(report.get("meanCycles").asDouble()).isBetween(1.0, (double) TinyBundles.MAX_CYCLES);
        assertThat(report.get("exitReasons").isObject()).isTrue();
        assertThat(report.get("recordsPerSecond").asDouble()).isPositive();
        assertThat(report.get("p99Millis").asLong())
                .isGreaterThanOrEqualTo(report.get("p50Millis").asLong());
    }

    /** The bundle that ships for it: its own records, and depth that follows their legs. */
    @Test
    void recordsOfMoreLegsGoDeeper() throws IOException {
        String parcels = Path.of("..", "bundles", "parcels").toString();

        JsonNode report = last(Ran.fathom("demo", "--headless", "--events", "300", "--bundle", parcels));

        assertThat(report.get("predictions").asInt()).isEqualTo(300);
        assertThat(report.get("telemetry").asInt()).isEqualTo(300);
        assertThat(report.get("lost").asInt()).isZero();
        assertThat(report.get("duplicated").asInt()).isZero();
        assertThat(report.at("/byDifficulty/1/meanCycles").asDouble())
                .isLessThan(report.at("/byDifficulty/4/meanCycles").asDouble());
        assertThat(report.get("accuracy").asDouble()).isGreaterThan(0.95);
    }

    /** What the stream says of a labelled file is what {@code evaluate} says of it. */
    @Test
    void accuracyOfALabelledFileIsThatOfEvaluate() throws IOException {
        String data = Files.writeString(
                        folder.resolve("data.tsv"),
                        IntStream.range(0, 120)
                                .mapToObj(i -> TinyBundles.LABELS.get(i % TinyBundles.LABELS.size())
                                        + "\twhere is order number " + i * i)
                                .collect(Collectors.joining("\n")))
                .toString();

        JsonNode streamed = last(Ran.fathom(
                "demo", "--headless", "--input", data, "--bundle", bundle, "--exit-policy", "confidence:0.35"));
        JsonNode evaluated = last(Ran.fathom(
                "evaluate", "--data", data, "--bundle", bundle, "--exit-policy", "confidence:0.35", "--json"));

        assertThat(streamed.get("events").asInt()).isEqualTo(120);
        assertThat(streamed.get("labelled").asInt()).isEqualTo(120);
        assertThat(streamed.get("accuracy").asDouble())
                .isEqualTo(evaluated.at("/policy/accuracy").asDouble());
        assertThat(evaluated.get("fixed")).hasSize(TinyBundles.MAX_CYCLES);
        assertThat(evaluated.at("/policy/outOfScopeRecall").isNumber()).isTrue();
    }

    @Test
    void leavesNoTemporaryFilesBehind() throws Exception {
        ModelBundle model = ModelBundle.read(Path.of(bundle));
        Path files;
        try (Interruption interruption = Interruption.listen();
                DemoJob job =
                        DemoJob.start(DemoSettings.of(model, model.exitPolicy(), new EngineFlags()), 1, interruption)) {
            files = job.temporaryFiles();
            assertThat(files).isNotEmptyDirectory();
        }
        assertThat(files).doesNotExist();
    }

    @Test
    void withoutATerminalTheLiveDemoPrintsLines() {
        Ran ran = Ran.fathom("demo", "--events", "20", "--rate", "0", "--bundle", bundle);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.lastOutLine()).contains("events 20").contains("lag 0").doesNotContain("\u001b");
    }
}
