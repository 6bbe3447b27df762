package io.fathom.cli.kafka;

import io.fathom.job.config.JobConfig;
import io.fathom.job.config.KafkaSettings;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.job.io.wire.UndecodableException;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.ControlDirective;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends directives to a job and hears what became of them. For use by one thread. */
public final class ControlClient implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Topics topics;
    private final RecordCodec<ControlDirective> directives;
    private final RecordCodec<ControlAck> acks;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** The two topics of the control stream. */
    public record Topics(String control, String acks) {

        /** Those of a job that takes directives. */
        public static Topics of(KafkaSettings.Topics job) {
            return new Topics(Objects.requireNonNull(job.control()), Objects.requireNonNull(job.controlAcks()));
        }

        public List<String> names() {
            return List.of(control, acks);
        }
    }

    /** Acknowledgements from now on are heard; the topics exist. */
    public ControlClient(JobConfig job, Topics topics) {
        this.topics = topics;
        this.directives = RecordCodec.of(job.wireFormat(), ControlDirective.class);
        this.acks = RecordCodec.of(job.wireFormat(), ControlAck.class);
        Properties properties = job.kafka().properties().toProperties();
        this.consumer = CommittedReading.consumer(job.kafka().bootstrapServers(), properties);
        List<TopicPartition> partitions = consumer.partitionsFor(topics.acks()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // the end of now, not of the first poll
        properties.setProperty(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, job.kafka().bootstrapServers());
        properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Sends a directive; returns when the brokers have it. Its key is its kind, so that a compacted topic keeps the latest of
     * each.
     *
     * @throws IllegalStateException if they do not take it
     */
    public void send(ControlDirective directive) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(
                            topics.control(),
                            kind(directive).getBytes(StandardCharsets.UTF_8),
                            directives.encode(directive)))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "directive '" + directive.getId() + "' could not be sent to topic '" + topics.control() + "': "
                            + Objects.requireNonNullElse(e.getCause(), e).getMessage(),
                    e);
        }
    }

    /** A canary is a kind of its own: it does not replace what was said about the bundle beside it. */
    private static String kind(ControlDirective directive) {
        if (directive.getModel() != null) {
            return directive.getModel().getCanaryShare() < 1 ? "canary" : "model";
        }
        return directive.getBudget() != null ? "budget" : "limits";
    }

    /** What became of a directive that was sent by this client; empty if nothing is heard for so long. */
    public Optional<ControlAck> awaitAck(String directiveId, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Optional<ControlAck> ack = decoded(record).filter(a -> directiveId.equals(a.getDirectiveId()));
                if (ack.isPresent()) {
                    return ack;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ControlAck> decoded(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(acks.decode(record.value()));
        } catch (UndecodableException e) {
            return Optional.empty(); // Somebody else writes to this topic.
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        consumer.close();
    }
}
