package io.fathom.job;

import io.fathom.job.config.JobConfig;
import io.fathom.job.config.WireFormat;
import io.fathom.job.engines.EngineFactory;
import io.fathom.job.fixture.FailOnce;
import io.fathom.job.fixture.Samples;
import io.fathom.job.fixture.Topics;
import io.fathom.job.io.KafkaEnds;
import io.fathom.job.io.broker.EmbeddedBroker;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;

/** A job of two subtasks with real Kafka that takes directives, and fails where {@link FailOnce} says. */
final class DirectedJob {
    private final String run;
    private final Topics topics;
    private final Map<String, String> options;
    private final RecordCodec<TextEvent> events = RecordCodec.of(WireFormat.AVRO, TextEvent.class);
    private final RecordCodec<ControlDirective> directives = RecordCodec.of(WireFormat.AVRO, ControlDirective.class);
    private Optional<JobClient> client = Optional.empty();
    private int sent;

    private DirectedJob(String run, Topics topics, Map<String, String> options) {
        this.run = run;
        this.topics = topics;
        this.options = options;
    }

    /**
     * Makes its topics; it does not run yet.
     *
     * @param run prefix of topics, consumer group and transactions, no other job's
     * @param more options, which win
     */
    static DirectedJob prepare(EmbeddedBroker broker, String run, Map<String, String> more) {
        broker.createTopics(2, run + "-events", run + "-predictions", run + "-telemetry", run + "-letters");
        broker.createTopics(1, run + "-control", run + "-acks");
        Map<String, String> options = new HashMap<>(Map.ofEntries(
                Map.entry("fathom.bundle", "unused"),
                Map.entry("fathom.kafka.bootstrap-servers", broker.bootstrapServers()),
                Map.entry("fathom.kafka.group-id", run),
                Map.entry("fathom.topic.events", run + "-events"),
                Map.entry("fathom.topic.predictions", run + "-predictions"),
                Map.entry("fathom.topic.depth-telemetry", run + "-telemetry"),
                Map.entry("fathom.topic.dead-letters", run + "-letters"),
                Map.entry("fathom.topic.control", run + "-control"),
                Map.entry("fathom.topic.control-acks", run + "-acks"),
                Map.entry("fathom.control.pace", "50 ms"),
                Map.entry("fathom.checkpoint.interval", "200 ms"),
                Map.entry("fathom.parallelism", "2"),
                Map.entry("restart-strategy.type", "fixed-delay"),
                Map.entry("restart-strategy.fixed-delay.attempts", "3"),
                Map.entry("restart-strategy.fixed-delay.delay", "10 ms")));
        options.putAll(more);
        return new DirectedJob(run, new Topics(broker.bootstrapServers(), WireFormat.AVRO), options);
    }

    JobConfig config() {
        return JobConfig.parse(Configuration.fromMap(options));
    }

    void submit(EngineFactory engines) throws Exception {
        JobConfig config = config();
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(config.flink());
        ScoringJob.configure(environment, config);
        KafkaEnds ends = new KafkaEnds(config.kafka(), config.wireFormat());
        ScoringTopology.Outputs outputs =
                ScoringTopology.compose(ScoringJob.inputs(environment, ends), config, engines, Clock.systemUTC());
        ScoringJob.sink(
                new ScoringTopology.Outputs(
                        outputs.predictions().map(new FailOnce<>()).returns(Prediction.class),
                        outputs.depthTelemetry(),
                        outputs.deadLetters(),
                        outputs.controlAcks()),
                ends);
        client = Optional.of(environment.executeAsync(run));
    }

    /** Sends events with the next ids, {@code event-0} first, to both partitions. */
    void send(int count) {
        send(count, 2);
    }

    void send(int count, int partitions) {
        topics.write(
                run + "-events",
                partitions,
                IntStream.range(sent, sent + count)
                        .mapToObj(i -> events.encode(Samples.event("event-" + i)))
                        .toList());
        sent += count;
    }

    void direct(ControlDirective directive) {
        topics.write(run + "-control", 1, List.of(directives.encode(directive)));
    }

    /** Ids of all events so far. */
    List<String> ids() {
        return IntStream.range(0, sent).mapToObj(i -> "event-" + i).toList();
    }

    List<Prediction> predictions() {
        return topics.readCommitted(run + "-predictions", Prediction.class);
    }

    List<ControlAck> acks() {
        return topics.readCommitted(run + "-acks", ControlAck.class);
    }

    void awaitPredictions(int count) {
        await(() -> predictions().size() == count);
    }

    void awaitAcks(int count) {
        await(() -> acks().size() == count);
    }

    void cancel() throws Exception {
        JobClient job = client.orElseThrow();
        job.cancel().get(60, TimeUnit.SECONDS);
        var unused = job.getJobExecutionResult().handle((done, failed) -> 0).get(60, TimeUnit.SECONDS);
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
