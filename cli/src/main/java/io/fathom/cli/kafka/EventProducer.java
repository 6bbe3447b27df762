package io.fathom.cli.kafka;

import io.fathom.job.config.WireFormat;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.schemas.TextEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends events. The id is also the Kafka key, so that bytes that do not decode can be told apart later. */
public final class EventProducer implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String topic;
    private final RecordCodec<TextEvent> codec;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public EventProducer(String bootstrapServers, String topic, WireFormat format) {
        this.topic = topic;
        this.codec = RecordCodec.of(format, TextEvent.class);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.LINGER_MS_CONFIG, "2"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends a text; returns when it is in the producer's buffer. */
    public void send(String id, String text, Instant eventTime) {
        sendBytes(
                id,
                codec.encode(TextEvent.newBuilder()
                        .setId(id)
                        .setText(text)
                        .setEventTime(eventTime)
                        .build()));
    }

    /** Sends bytes as they are. */
    public void sendBytes(String id, byte[] value) {
        Exception earlier = failure.get();
        if (earlier != null) {
            throw new IllegalStateException(
                    "an event could not be sent to the broker: " + earlier.getMessage(), earlier);
        }
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        // The callback hears of failures, sooner than anybody would ask the future.
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic, key, value), (metadata, e) -> {
            if (e != null) {
                failure.compareAndSet(null, new IllegalStateException("event '" + id + "': " + e.getMessage(), e));
            }
        });
    }

    /** Waits until the broker has all that was sent. */
    public void flush() {
        producer.flush();
        Exception earlier = failure.get();
        if (earlier != null) {
            throw new IllegalStateException(
                    "an event could not be sent to the broker: " + earlier.getMessage(), earlier);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
