package io.fathom.job.io;

import io.fathom.job.config.KafkaSettings;
import io.fathom.job.config.WireFormat;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** The real ends of the topology: events and directives in, the rest out. */
public final class KafkaEnds {
    private final KafkaSettings settings;
    private final WireFormat format;

    public KafkaEnds(KafkaSettings settings, WireFormat format) {
        this.settings = settings;
        this.format = format;
    }

    /** The events topic. */
    public KafkaSource<RawRecord> events() {
        return source(settings.topics().events(), startingOffsets());
    }

    /**
     * The control topic, if the job takes directives. Always from the beginning: what directives said stays in force for a
     * job that starts anew, and one that is restored goes on where its checkpoint was.
     */
    public Optional<KafkaSource<RawRecord>> control() {
        return Optional.ofNullable(settings.topics().control())
                .map(topic -> source(topic, OffsetsInitializer.earliest()));
    }

    public Sink<Prediction> predictions() {
        return sink(settings.topics().predictions(), Prediction.class, p -> utf8(p.getEventId()));
    }

    public Sink<DepthTelemetry> depthTelemetry() {
        return sink(settings.topics().depthTelemetry(), DepthTelemetry.class, t -> utf8(t.getEventId()));
    }

    /** Dead letters keep the key of the record, so that they lie in the same order as it did. */
    public Sink<DeadLetter> deadLetters() {
        return sink(settings.topics().deadLetters(), DeadLetter.class, KafkaEnds::originKey);
    }

    /** What became of directives, if the job takes any. */
    public Optional<Sink<ControlAck>> controlAcks() {
        return Optional.ofNullable(settings.topics().controlAcks())
                .map(topic -> sink(
                        topic,
                        ControlAck.class,
                        ack -> ack.getDirectiveId() == null ? null : utf8(ack.getDirectiveId())));
    }

    private KafkaSource<RawRecord> source(String topic, OffsetsInitializer start) {
        Properties properties = settings.properties().toProperties();
        // Records of an upstream transaction that is rolled back must not be seen.
        properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        KafkaSourceBuilder<RawRecord> source = KafkaSource.<RawRecord>builder()
                .setProperties(properties)
                .setBootstrapServers(settings.bootstrapServers())
                .setGroupId(settings.groupId())
                .setTopics(topic)
                .setStartingOffsets(start)
                .setDeserializer(new RawRecordSchema());
        return settings.bounded()
                ? source.setBounded(OffsetsInitializer.latest()).build()
                : source.build();
    }

    private <T extends SpecificRecordBase> Sink<T> sink(String topic, Class<T> type, SerializationSchema<T> key) {
        Properties properties = settings.properties().toProperties();
        properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, "131072");
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "5");
        properties.setProperty(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                String.valueOf(settings.transactionTimeout().toMillis()));
        return TidyKafkaSink.around(KafkaSink.<T>builder()
                .setKafkaProducerConfig(properties)
                .setBootstrapServers(settings.bootstrapServers())
                .setDeliveryGuarantee(settings.deliveryGuarantee())
                .setTransactionalIdPrefix(settings.transactionalIdPrefix() + "-" + topic)
                // A job that starts without state finds and aborts what a dead one left open, whatever its number; the
                // default strategy misses transactions behind a gap, and read_committed readers then wait for them.
                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                .setRecordSerializer(KafkaRecordSerializationSchema.<T>builder()
                        .setTopic(topic)
                        .setKeySerializationSchema(key)
                        .setValueSerializationSchema(new CodecSerializer<>(format, type))
                        .build())
                .build());
    }

    @SuppressWarnings("deprecation") // the connector's signature
    private OffsetsInitializer startingOffsets() {
        return switch (settings.startingOffsets()) {
            case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
            case EARLIEST -> OffsetsInitializer.earliest();
            case LATEST -> OffsetsInitializer.latest();
        };
    }

    /** A copy of what the buffer holds: its array may be longer, where Avro has used it before. */
    static byte @Nullable [] originKey(DeadLetter letter) {
        ByteBuffer key = letter.getOriginKey();
        if (key == null) {
            return null;
        }
        byte[] bytes = new byte[key.remaining()];
        key.duplicate().get(bytes);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
