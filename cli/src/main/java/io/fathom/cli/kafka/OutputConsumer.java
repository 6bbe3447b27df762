package io.fathom.cli.kafka;

import io.fathom.job.config.KafkaSettings.Topics;
import io.fathom.job.config.WireFormat;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.job.io.wire.UndecodableException;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Reads the job's three output topics from the beginning, committed records only. For use by one thread.
 */
public final class OutputConsumer implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Topics topics;
    private final RecordCodec<Prediction> predictions;
    private final RecordCodec<DepthTelemetry> telemetry;
    private final RecordCodec<DeadLetter> deadLetters;
    private final KafkaConsumer<byte[], byte[]> consumer;

    public OutputConsumer(String bootstrapServers, Topics topics, WireFormat format) {
        this.topics = topics;
        this.predictions = RecordCodec.of(format, Prediction.class);
        this.telemetry = RecordCodec.of(format, DepthTelemetry.class);
        this.deadLetters = RecordCodec.of(format, DeadLetter.class);
        this.consumer = CommittedReading.consumer(bootstrapServers, new Properties());
        CommittedReading.fromTheBeginning(
                consumer, List.of(topics.predictions(), topics.depthTelemetry(), topics.deadLetters()));
    }

    /** Hands over what has come since the last call; waits a moment if that is nothing. */
    public void poll(Consumer<SpecificRecordBase> sink) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            sink.accept(decode(record));
        }
    }

    /** Hands over everything that is committed now and has not been handed over yet. */
    public void readToEnd(Consumer<SpecificRecordBase> sink) {
        CommittedReading.toTheEnd(consumer, () -> poll(sink));
    }

    private SpecificRecordBase decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return codec(record.topic()).decode(record.value());
        } catch (UndecodableException e) {
            throw new IllegalStateException(
                    "record " + record.offset() + " of topic '" + record.topic() + "' cannot be read back: "
                            + e.getMessage(),
                    e);
        }
    }

    private RecordCodec<? extends SpecificRecordBase> codec(String topic) {
        if (topic.equals(topics.predictions())) {
            return predictions;
        }
        return topic.equals(topics.depthTelemetry()) ? telemetry : deadLetters;
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_TIMEOUT));
    }
}
