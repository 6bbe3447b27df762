package io.fathom.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fathom.cli.Ran;
import io.fathom.cli.kafka.EventProducer;
import io.fathom.job.config.WireFormat;
import io.fathom.job.io.broker.EmbeddedBroker;
import io.fathom.model.bundle.TinyBundles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job's own predictions come out the same; those of an event that was changed afterwards do not. */
@Timeout(300)
class ReplayITCase {
    @TempDir
    private Path folder;

    @Test
    void tellsWhatCanBeComputedAgainFromWhatCannot() throws Exception {
        Path bundle = TinyBundles.write(folder.resolve("tiny")).folder();
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(
                    1, "events", "predictions", "depth-telemetry", "dead-letters", "control", "control-acks");
            String config = Files.writeString(
                            folder.resolve("job.yaml"),
                            "fathom.bundle: " + bundle + "\nfathom.kafka.bootstrap-servers: "
                                    + broker.bootstrapServers()
                                    + "\nfathom.checkpoint.interval: 200 ms\nfathom.parallelism: 1"
                                    + "\nfathom.exit.policy: confidence:0.3"
                                    + "\nfathom.kafka.bounded: true\n")
                    .toString();
            Ran nothing = Ran.fathom("replay", "--config", config);
            assertThat(nothing.exitCode()).isEqualTo(1);
            assertThat(nothing.err()).contains("but of 0 predictions").doesNotContain("\tat ");

            send(broker, 50, "where is order ");
            Ran run = Ran.fathom("run", "--config", config);
            assertThat(run.exitCode()).as(run.err()).isZero();
            Ran same = Ran.fathom("replay", "--config", config, "--json");
            assertThat(same.exitCode()).as(same.out() + same.err()).isZero();
            JsonNode report = new ObjectMapper().readTree(same.lastOutLine());
            assertThat(report.path("replayed").asInt()).isEqualTo(50);
            assertThat(report.path("different").asInt()).isZero();

            send(broker, 1, "please cancel everything at once, thank you very much ");
            Ran other = Ran.fathom("replay", "--config", config);
            assertThat(other.exitCode()).isEqualTo(1);
            assertThat(other.out()).contains("event 'e0': ", "50 predictions computed again, 1 differ");

            Path stranger = TinyBundles.write(folder.resolve("stranger"), 99).folder();
            Ran foreign = Ran.fathom(
                    "replay",
                    "--config",
                    Files.writeString(
                                    folder.resolve("other.yaml"),
                                    Files.readString(Path.of(config)).replace(bundle.toString(), stranger.toString()))
                            .toString());
            assertThat(foreign.exitCode()).isEqualTo(1);
            assertThat(foreign.err()).contains("50 are of other models");
        }
    }

    private static void send(EmbeddedBroker broker, int events, String text) {
        try (EventProducer producer = new EventProducer(broker.bootstrapServers(), "events", WireFormat.AVRO)) {
            for (int i = 0; i < events; i++) {
                producer.send("e" + i, text + i, Instant.EPOCH);
            }
            producer.flush();
        }
    }
}
