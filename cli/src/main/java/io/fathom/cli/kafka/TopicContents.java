package io.fathom.cli.kafka;

import io.fathom.job.config.JobConfig;
import io.fathom.job.config.KafkaSettings;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.job.io.wire.UndecodableException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * What a topic of a job holds, committed records from the first to the last of now.
 *
 * @param type of the records; bytes that are none are passed over
 */
public record TopicContents<T extends SpecificRecordBase>(JobConfig job, String topic, Class<T> type) {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Hands over one record after the other, partition by partition in their order. */
    public void forEach(Consumer<T> sink) {
        KafkaSettings kafka = job.kafka();
        RecordCodec<T> codec = RecordCodec.of(job.wireFormat(), type);
        try (KafkaConsumer<byte[], byte[]> consumer = CommittedReading.consumer(
                kafka.bootstrapServers(), kafka.properties().toProperties())) {
            CommittedReading.fromTheBeginning(consumer, List.of(topic));
            CommittedReading.toTheEnd(consumer, () -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    try {
                        sink.accept(codec.decode(record.value()));
                    } catch (UndecodableException e) {
                        // The job has made a dead letter of it, or somebody else writes to this topic.
                    }
                }
            });
        }
    }
}
