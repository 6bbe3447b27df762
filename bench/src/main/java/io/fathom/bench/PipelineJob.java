package io.fathom.bench;

import io.fathom.job.ScoringJob;
import io.fathom.job.config.FathomOptions;
import io.fathom.job.config.JobConfig;
import io.fathom.job.config.WireFormat;
import io.fathom.job.io.broker.EmbeddedBroker;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.job.io.wire.UndecodableException;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One run of the real job over a topic that holds all its events already, exactly once, broker in the same process. */
final class PipelineJob {
    private static final int PARTITIONS = 4;
    private static final Duration CHECKPOINTS = Duration.ofSeconds(1);
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);

    private final Path folder;
    private final Path bundle;
    private final int parallelism;
    private final int workers;

    /**
     * @param folder for Flink's files
     * @param parallelism subtasks; all share one engine
     * @param workers of that engine
     */
    PipelineJob(Path folder, Path bundle, int parallelism, int workers) {
        this.folder = folder;
        this.bundle = bundle;
        this.parallelism = parallelism;
        this.workers = workers;
    }

    /**
     * Streams {@code events} events with the given texts through the job.
     *
     * @return when each prediction was made, milliseconds since 1970, ascending
     */
    long[] run(List<String> texts, int events) throws Exception {
        return run(texts, events, bootstrapServers -> {});
    }

    /** As {@link #run(List, int)}, with a look at the broker, by its address, before it ends. */
    long[] run(List<String> texts, int events, Consumer<String> afterwards) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            JobConfig config = JobConfig.parse(configuration(broker.bootstrapServers()));
            broker.createTopics(PARTITIONS, config.kafka().topics().names().toArray(String[]::new));
            produce(broker.bootstrapServers(), config.kafka().topics().events(), texts, events);
            StreamExecutionEnvironment environment =
                    StreamExecutionEnvironment.createLocalEnvironment(parallelism, config.flink());
            ScoringJob.submit(environment, config).getJobExecutionResult().get();
            long[] scoredAt =
                    scoredAt(broker.bootstrapServers(), config.kafka().topics().predictions(), events);
            if (scoredAt.length != events) {
                throw new IllegalStateException("the job must give one prediction for each of " + events
                        + " events, but gave " + scoredAt.length);
            }
            afterwards.accept(broker.bootstrapServers());
            return scoredAt;
        }
    }

    private Configuration configuration(String bootstrapServers) {
        Configuration all = new Configuration();
        all.set(FathomOptions.BUNDLE, bundle.toString());
        all.set(FathomOptions.ENGINE_WORKERS, workers);
        all.set(
                FathomOptions.ENGINE_QUEUE_RECORDS,
                Math.max(
                        FathomOptions.ENGINE_QUEUE_RECORDS.defaultValue(),
                        parallelism * FathomOptions.ASYNC_CAPACITY.defaultValue()));
        // Every record is to run to the depth that the policy gives it.
        all.set(FathomOptions.ASYNC_TIMEOUT, Duration.ofMinutes(5));
        all.set(FathomOptions.PARALLELISM, parallelism);
        all.set(FathomOptions.CHECKPOINT_INTERVAL, CHECKPOINTS);
        all.set(FathomOptions.WIRE_FORMAT, WireFormat.AVRO);
        all.set(FathomOptions.KAFKA_BOOTSTRAP_SERVERS, bootstrapServers);
        all.set(FathomOptions.KAFKA_BOUNDED, true);
        all.set(CoreOptions.TMP_DIRS, folder.toString());
        all.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        all.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        all.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return all;
    }

    private static void produce(String bootstrapServers, String topic, List<String> texts, int events)
            throws InterruptedException, ExecutionException {
        RecordCodec<TextEvent> codec = RecordCodec.of(WireFormat.AVRO, TextEvent.class);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.LINGER_MS_CONFIG, "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>(events);
            for (int i = 0; i < events; i++) {
                byte[] value = codec.encode(TextEvent.newBuilder()
                        .setId("e" + i)
                        .setText(texts.get(i % texts.size()))
                        .setEventTime(Instant.EPOCH)
                        .build());
                sent.add(producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, value)));
            }
            producer.flush();
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        }
    }

    private static long[] scoredAt(String bootstrapServers, String topic, int expected) throws UndecodableException {
        RecordCodec<Prediction> codec = RecordCodec.of(WireFormat.AVRO, Prediction.class);
        LongStream.Builder times = LongStream.builder();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            // The last transaction's end reaches the partitions a moment after the job knows of it.
            long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
            int read = 0;
            while (read < expected && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    times.add(codec.decode(record.value()).getScoredAt().toEpochMilli());
                    read++;
                }
            }
        }
        long[] sorted = times.build().toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
