package io.fathom.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import io.fathom.cli.kafka.EventProducer;
import io.fathom.cli.kafka.TopicContents;
import io.fathom.job.ScoringJob;
import io.fathom.job.config.JobConfig;
import io.fathom.job.config.WireFormat;
import io.fathom.job.io.broker.EmbeddedBroker;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.schemas.Prediction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the command line to real engines in a running job, and back as an acknowledgement. */
@Timeout(300)
class ControlCommandITCase {
    @TempDir
    private Path folder;

    @Test
    void directivesAreObeyedOrRefusedWithTheReason() throws Exception {
        ModelBundle first = TinyBundles.write(folder.resolve("first"), 1);
        ModelBundle second = TinyBundles.write(folder.resolve("second"), 2);
        ModelBundle damaged = TinyBundles.write(folder.resolve("damaged"), 3);
        Files.write(damaged.folder().resolve("weights.safetensors"), new byte[] {1, 2, 3});
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(
                    1, "events", "predictions", "depth-telemetry", "dead-letters", "control", "control-acks");
            Path config = Files.writeString(
                    folder.resolve("job.yaml"),
                    "fathom.bundle: " + first.folder() + "\nfathom.kafka.bootstrap-servers: "
                            + broker.bootstrapServers()
                            + "\nfathom.checkpoint.interval: 200 ms\nfathom.parallelism: 2\nfathom.engine.workers: 1\n");
            JobConfig job = JobConfig.load(config);
            JobClient running =
                    ScoringJob.submit(StreamExecutionEnvironment.createLocalEnvironment(2, job.flink()), job);
            send(broker, "before");
            await(job, "before");
            assertThat(predictions(job)).extracting(Prediction::getModelVersion).containsOnly(version(first));

            obeyed(config, "limits in force: at most 1 cycles", "set-limits", "--max-cycles", "1");
            obeyed(
                    config,
                    version(second),
                    "set-model",
                    "--bundle",
                    second.folder().toString());
            send(broker, "after");
            await(job, "after");
            assertThat(predictions(job).stream().filter(p -> p.getEventId().equals("after")))
                    .allSatisfy(p -> {
                        assertThat(p.getModelVersion()).isEqualTo(version(second));
                        assertThat(p.getCyclesUsed()).isEqualTo(1);
                    });

            failed(
                    config,
                    "weights.safetensors must have",
                    "set-model",
                    "--bundle",
                    damaged.folder().toString(),
                    "--sha256",
                    version(damaged));
            failed(config, "frontier", "set-budget", "--tlops-per-second", "1000");
            Ran sent = Ran.fathom(
                    "control", "set-limits", "--bootstrap-servers", broker.bootstrapServers(), "--lift", "--id", "x");
            assertThat(sent.out()).isEqualTo("sent directive x\n");
            assertThat(sent.exitCode()).isZero();
            running.cancel().get(60, TimeUnit.SECONDS);
        }
    }

    private static void obeyed(Path config, String part, String... arguments) throws Exception {
        Ran ran = control(config, arguments);
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        JsonNode ack = new ObjectMapper().readTree(ran.lastOutLine());
        assertThat(ack.path("outcome").asText()).isEqualTo("APPLIED");
        assertThat(ack.path("message").asText()).contains(part);
    }

    private static void failed(Path config, String part, String... arguments) throws Exception {
        Ran ran = control(config, arguments);
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(1);
        JsonNode ack = new ObjectMapper().readTree(ran.lastOutLine());
        assertThat(ack.path("outcome").asText()).isEqualTo("FAILED");
        assertThat(ack.path("message").asText()).contains(part);
    }

    private static Ran control(Path config, String... arguments) {
        List<String> all = new ArrayList<>(List.of("control"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", config.toString(), "--wait", "--json", "--timeout", "120"));
        return Ran.fathom(all.toArray(String[]::new));
    }

    private static String version(ModelBundle bundle) {
        return bundle.identity().version();
    }

    private static void send(EmbeddedBroker broker, String id) {
        try (EventProducer producer = new EventProducer(broker.bootstrapServers(), "events", WireFormat.AVRO)) {
            producer.send(id, "where is my order", Instant.EPOCH);
            producer.flush();
        }
    }

    private static void await(JobConfig job, String id) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        predictions(job).stream().anyMatch(p -> p.getEventId().equals(id)));
    }

    private static List<Prediction> predictions(JobConfig job) {
        List<Prediction> all = new ArrayList<>();
        new TopicContents<>(job, "predictions", Prediction.class).forEach(all::add);
        return all;
    }
}
