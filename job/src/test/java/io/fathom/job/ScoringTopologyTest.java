package io.fathom.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.config.JobConfig;
import io.fathom.job.fixture.Samples;
import io.fathom.job.fixture.ScriptedEngine;
import io.fathom.job.io.KafkaEnds;
import io.fathom.job.io.RawRecord;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.job.metrics.MetricDescription;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DeadLetterStage;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The topology on a cluster in the process, with ends in memory. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ScoringTopologyTest {
    private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(METRICS.addToConfiguration(new Configuration()))
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static final Clock CLOCK = Clock.fixed(Samples.EVENT_TIME, ZoneOffset.UTC);

    @Test
    void everyRecordIsInExactlyOneOutput() throws Exception {
        ScriptedEngine engine = ScriptedEngine.named("topology", ScriptedEngine.ECHO);
        JobConfig config = config(Map.of("fathom.async.output-mode", "ordered", "fathom.parallelism", "2"));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(config.flink());
        ScoringJob.configure(environment, config);
        List<RawRecord> records = records(config);
        ScoringTopology.Outputs outputs = ScoringTopology.compose(
                new ScoringTopology.Inputs(
                        environment.fromData(TypeInformation.of(RawRecord.class), records.toArray(RawRecord[]::new)),
                        Optional.empty()),
                config,
                engine.factory(),
                CLOCK);
        CloseableIterator<Prediction> predictions = outputs.predictions().collectAsync();
        CloseableIterator<DepthTelemetry> telemetry = outputs.depthTelemetry().collectAsync();
        CloseableIterator<DeadLetter> letters = outputs.deadLetters().collectAsync();

        JobID job = environment.execute().getJobID();

        List<String> ids = IntStream.range(0, 100).mapToObj(i -> "event-" + i).toList();
        assertThat(drain(predictions)).extracting(Prediction::getEventId).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(drain(telemetry)).extracting(DepthTelemetry::getEventId).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(drain(letters))
                .extracting(DeadLetter::getStage)
                .containsExactlyInAnyOrder(
                        DeadLetterStage.DECODE,
                        DeadLetterStage.DECODE,
                        DeadLetterStage.VALIDATE,
                        DeadLetterStage.SCORE);
        assertThat(engine.timesOpened()).isEqualTo(1);
        assertThat(engine.timesClosed()).isEqualTo(1);
        assertThat(sum(job, "route.*fathom.reason.CONFIDENCE.exitRecords")).isEqualTo(100);
        assertThat(sum(job, "decode.*fathom.stage.DECODE.deadLetterRecords")).isEqualTo(2);
        assertThat(sum(job, "route.*fathom.stage.SCORE.deadLetterRecords")).isEqualTo(1);
        assertThat(METRICS.findMetrics(job, "score.*fathom.inFlightRecords")).hasSize(2);
    }

    @Test
    void everyOperatorHasAFixedUid() {
        JobConfig config = config(Map.of());
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        KafkaEnds ends = new KafkaEnds(config.kafka(), config.wireFormat());
        ScoringJob.sink(
                ScoringTopology.compose(
                        ScoringJob.inputs(environment, ends),
                        config,
                        ScriptedEngine.named("uids", ScriptedEngine.ECHO).factory(),
                        CLOCK),
                ends);
        List<String> withoutUid = environment.getStreamGraph().getStreamNodes().stream()
                .filter(node -> node.getTransformationUID() == null)
                .map(StreamNode::getOperatorName)
                .toList();
        assertThat(withoutUid).isEmpty();
    }

    @Test
    void metricNamesCarryTheirUnit() {
        assertThat(MetricDescription.all())
                .extracting(MetricDescription::name)
                .hasSizeGreaterThan(20)
                .allMatch(
                        name -> name.matches(
                                ".+(Cycles|Micros|Rows|Tlops|TlopsPerSecond|Records|Share|Level|Point|Batches|Steps|Alarm|Fallbacks)"));
    }

    private static List<RawRecord> records(JobConfig config) {
        RecordCodec<TextEvent> codec = RecordCodec.of(config.wireFormat(), TextEvent.class);
        Stream<byte[]> good = IntStream.range(0, 100).mapToObj(i -> codec.encode(Samples.event("event-" + i)));
        Stream<byte[]> bad =
                Stream.of(new byte[] {1}, codec.encode(Samples.event("")), codec.encode(Samples.event("poison")));
        List<RawRecord> records = new ArrayList<>(List.of(Samples.raw(0, null)));
        Stream.concat(good, bad).forEach(bytes -> records.add(Samples.raw(records.size(), bytes)));
        return records;
    }

    private static long sum(JobID job, String name) {
        return METRICS.findMetrics(job, name).values().stream()
                .mapToLong(metric -> ((Counter) metric).getCount())
                .sum();
    }

    private static <T> List<T> drain(CloseableIterator<T> iterator) throws Exception {
        try (iterator) {
            List<T> all = new ArrayList<>();
            iterator.forEachRemaining(all::add);
            return all;
        }
    }

    private static JobConfig config(Map<String, String> settings) {
        TreeMap<String, String> all =
                new TreeMap<>(Map.of("fathom.bundle", "unused", "fathom.kafka.bootstrap-servers", "localhost:9092"));
        all.putAll(settings);
        return JobConfig.parse(Configuration.fromMap(all));
    }
}
