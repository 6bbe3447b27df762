package io.fathom.job.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fathom.job.config.JobConfig;
import io.fathom.job.io.broker.EmbeddedBroker;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PreflightITCase {
    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        broker.createTopics(1, "events", "predictions", "depth-telemetry", "dead-letters", "control", "control-acks");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void whatIsThereIsEnough() {
        assertThatCode(() -> preflight(Map.of()).check()).doesNotThrowAnyException();
    }

    @Test
    void missingTopicsAreNamedTogether() {
        assertThat(failure(Map.of("fathom.topic.predictions", "answers", "fathom.topic.events", "questions")))
                .hasMessage("topics 'answers', 'questions' do not exist on the Kafka broker at '"
                        + broker.bootstrapServers()
                        + "': create them with kafka-topics.sh --create, or change the options fathom.topic.*");
        assertThat(failure(Map.of("fathom.topic.predictions", "answers")))
                .hasMessage("topic 'answers' does not exist on the Kafka broker at '" + broker.bootstrapServers()
                        + "': create it with kafka-topics.sh --create, or change the options fathom.topic.*");
    }

    @Test
    void aTransactionLongerThanTheBrokerAllowsIsNamed() {
        assertThat(failure(Map.of("fathom.kafka.transaction-timeout", "900001 ms")))
                .hasMessageContaining("fathom.kafka.transaction-timeout must be at most 900000 ms")
                .hasMessageContaining("but was 900001 ms");
    }

    @Test
    void noBrokerIsOneSentenceSoonerThanTheClientWouldGiveUp() {
        String nowhere;
        try (EmbeddedBroker gone = EmbeddedBroker.start()) {
            nowhere = gone.bootstrapServers();
        }
        assertThat(failure(Map.of("fathom.kafka.bootstrap-servers", nowhere, "fathom.preflight-timeout", "500 ms")))
                .hasMessageStartingWith("no Kafka broker answers at '" + nowhere + "' within 500 ms")
                .hasMessageContaining("check that it runs")
                .hasMessageNotContaining("\n");
    }

    @Test
    void anAddressThatDoesNotResolveIsOneSentence() {
        assertThat(failure(Map.of("fathom.kafka.bootstrap-servers", "no.such.host.invalid:9092")))
                .hasMessageContaining("no.such.host.invalid:9092")
                .hasMessageContaining("check fathom.kafka.bootstrap-servers");
    }

    @Test
    void secretsStayOutOfTheSentence() {
        assertThat(failure(Map.of(
                        "fathom.kafka.properties.security.protocol",
                        "SASL_PLAINTEXT",
                        "fathom.kafka.properties.sasl.mechanism",
                        "PLAIN",
                        "fathom.kafka.properties.sasl.jaas.config",
                        "no.such.Module required password=\"hunter2\";")))
                .hasMessageNotContaining("hunter2");
    }

    private static PreflightException failure(Map<String, String> settings) {
        return catchThrowableOfType(
                PreflightException.class, () -> preflight(settings).check());
    }

    private static Preflight preflight(Map<String, String> settings) {
        TreeMap<String, String> all = new TreeMap<>(
                Map.of("fathom.bundle", "unused", "fathom.kafka.bootstrap-servers", broker.bootstrapServers()));
        all.putAll(settings);
        JobConfig config = JobConfig.parse(Configuration.fromMap(all));
        return new Preflight(config.kafka(), config.preflightTimeout());
    }
}
