package io.fathom.job.io.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedBrokerITCase {

    @Test
    void keepsCommittedRecordsOverARestartOnTheSamePort() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(2, "events", "predictions");
            try (KafkaProducer<String, String> producer = producer(broker)) {
                producer.send(new ProducerRecord<>("events", 1, "k", "before")).get(30, TimeUnit.SECONDS);
            }
            String address = broker.bootstrapServers();

            broker.stop();
            broker.restart();

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(read(broker, new TopicPartition("events", 1))).containsExactly("before");
        }
    }

    @Test
    void closeIsIdempotentAndARestartAfterItIsRefused() {
        EmbeddedBroker broker = EmbeddedBroker.start();
        broker.close();
        broker.close();
        broker.stop();
        assertThatThrownBy(broker::restart).hasMessageContaining("has been closed");
    }

    private static KafkaProducer<String, String> producer(EmbeddedBroker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(), new StringSerializer());
    }

    private static List<String> read(EmbeddedBroker broker, TopicPartition partition) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> consumer.poll(Duration.ofMillis(200)).records(partition).stream()
                                    .map(ConsumerRecord::value)
                                    .toList(),
                            values -> !values.isEmpty());
        }
    }
}
