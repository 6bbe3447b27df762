package io.fathom.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.cli.Ran;
import io.fathom.cli.kafka.EventProducer;
import io.fathom.cli.kafka.OutputConsumer;
import io.fathom.job.config.KafkaSettings.Topics;
import io.fathom.job.config.WireFormat;
import io.fathom.job.io.broker.EmbeddedBroker;
import io.fathom.model.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class RunITCase {
    private static final Topics TOPICS =
            new Topics("events", "predictions", "depth-telemetry", "dead-letters", "control", "control-acks");

    @TempDir
    private Path folder;

    private Path bundle = Path.of("");

    @BeforeEach
    void writeBundle() {
        bundle = TinyBundles.write(folder.resolve("tiny")).folder();
    }

    private String config(String bootstrapServers, String more) throws IOException {
        return Files.writeString(
                        folder.resolve("job.yaml"),
                        "fathom.bundle: " + bundle + "\nfathom.kafka.bootstrap-servers: " + bootstrapServers
                                + "\nfathom.checkpoint.interval: 200 ms\nfathom.parallelism: 1\n" + more)
                .toString();
    }

    private static void complains(Ran ran, String... parts) {
        assertThat(ran.err()).contains(parts).doesNotContain("\tat ");
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.exitCode()).isEqualTo(1);
    }

    @Test
    void noBroker() throws IOException {
        Ran ran = Ran.fathom("run", "--config", config("127.0.0.1:1", "fathom.preflight-timeout: 1 s\n"));
        complains(ran, "no Kafka broker answers at '127.0.0.1:1'");
    }

    @Test
    void noTopics() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(1, "events", "predictions");
            complains(
                    Ran.fathom("run", "--config", config(broker.bootstrapServers(), "")),
                    "'depth-telemetry'",
                    "'dead-letters'",
                    "not exist");
        }
    }

    @Test
    void scoresWhatIsThereAndEnds() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(1, TOPICS.names().toArray(String[]::new));
            try (EventProducer producer = new EventProducer(broker.bootstrapServers(), "events", WireFormat.AVRO)) {
                for (int i = 0; i < 20; i++) {
                    producer.send("e" + i, "where is order " + i, Instant.EPOCH);
                }
                producer.sendBytes("bad", new byte[] {1, 2, 3});
                producer.flush();
            }

            Ran ran = Ran.fathom("run", "--config", config(broker.bootstrapServers(), "fathom.kafka.bounded: true\n"));

            assertThat(ran.exitCode()).as(ran.err()).isZero();
            List<SpecificRecordBase> written = new ArrayList<>();
            try (OutputConsumer outputs = new OutputConsumer(broker.bootstrapServers(), TOPICS, WireFormat.AVRO)) {
                outputs.readToEnd(written::add);
            }
            assertThat(written)
                    .as("20 predictions, their telemetry, and a dead letter")
                    .hasSize(41);
        }
    }
}
