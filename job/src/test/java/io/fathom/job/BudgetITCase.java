package io.fathom.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.config.JobConfig;
import io.fathom.job.engines.BundleEngineFactory;
import io.fathom.job.fixture.Directives;
import io.fathom.job.fixture.Samples;
import io.fathom.job.io.RawRecord;
import io.fathom.job.io.RecordOrigin;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.model.bundle.BundleWriter;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.ExitScore;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.statistics.Estimate;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DeadLetterStage;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job with a budget on four TaskManagers with real engines; ends in memory. The budget is far below what they could do. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class BudgetITCase {
    private static final int PERIOD_MILLIS = 2000;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(4)
            .setNumberSlotsPerTaskManager(1)
            .build());

    @TempDir
    private Path folder;

    private String bundle = "";

    private record Ran(List<Prediction> predictions, List<DepthTelemetry> telemetry, List<DeadLetter> letters) {}

    /** 3, 4 and 5 TLOps a token. */
    @BeforeEach
    void bundle() {
        List<OperatingPoint> points = new ArrayList<>();
        for (int depth = 1; depth <= TinyBundles.MAX_CYCLES; depth++) {
            List<Float> thresholds = new ArrayList<>();
            for (int c = 1; c < TinyBundles.MAX_CYCLES; c++) {
                thresholds.add(c < depth ? Float.POSITIVE_INFINITY : 0f);
            }
            points.add(
                    new OperatingPoint(thresholds, OptionalDouble.empty(), exactly(2 + depth), exactly(0.1 * depth)));
        }
        BundleWriter.write(
                folder.resolve("tiny"),
                TinyBundles.parts(1).with(Optional.of(new DepthFrontier(ExitScore.NONE, points))));
        bundle = folder.resolve("tiny").toString();
    }

    private static Estimate exactly(double value) {
        return new Estimate(value, value, value, 100);
    }

    /**
     * All records are on one of four subtasks, each with an engine of its own and a quarter of the budget at rest. What it may spend,
     * not how fast the machine is, bounds it; so its best two seconds tell what it was given. Without a control stream, and so with
     * static shares, it is 0.26.
     */
    @Test
    void oneSubtaskWithAllTheLoadSpendsTheBudgetOfTheJob() throws Exception {
        double rate = 30_000;
        Ran ran = run(
                Map.of("fathom.budget.tlops-per-second", Double.toString(rate), "fathom.budget.window", "1 s"),
                3500,
                Clock.systemUTC());

        assertThat(ran.predictions()).hasSize(3500);
        assertThat(ran.letters()).isEmpty();
        assertThat(ran.telemetry()).extracting(DepthTelemetry::getSubtask).containsOnly(0);
        assertThat(ran.telemetry())
                .extracting(DepthTelemetry::getOperatingPoint)
                .as("more waits than the richest point can pay for")
                .contains(0);
        NavigableMap<Long, Long> spent = spending(ran);
        double seconds = (spent.lastKey() - spent.firstKey()) / 1000.0;
        double all = spent.values().stream().mapToLong(Long::longValue).sum();
        assertThat(best(spent) / (rate * PERIOD_MILLIS / 1000))
                .as("share of the job's budget in the best period of %s s", seconds)
                .isBetween(0.9, 1.15);
        assertThat(all / (rate * seconds)).as("share in %s s", seconds).isLessThan(1.1);
    }

    /** Ten times what the least depth pays for is handed over, and all of it is to be answered at once. */
    @Test
    void whatIsShedIsADeadLetterAndNothingIsLost() throws Exception {
        Ran ran = run(
                Map.of(
                        "fathom.budget.tlops-per-second", "4000",
                        "fathom.budget.window", "500 ms",
                        "fathom.budget.target-latency", "300 ms",
                        "fathom.budget.overflow", "shed"),
                1500,
                Clock.systemUTC());

        assertThat(ran.letters()).isNotEmpty();
        assertThat(ran.predictions()).isNotEmpty();
        assertThat(ran.letters()).extracting(DeadLetter::getStage).containsOnly(DeadLetterStage.ADMIT);
        assertThat(ran.letters()).extracting(DeadLetter::getErrorClass).containsOnly("BUDGET");
        assertThat(Stream.concat(
                        ran.predictions().stream().map(Prediction::getEventId),
                        ran.letters().stream().map(DeadLetter::getEventId)))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 1500).mapToObj(i -> "event-" + i).toList());
        assertThat(ran.telemetry())
                .extracting(DepthTelemetry::getEventId)
                .containsExactlyInAnyOrderElementsOf(
                        ran.predictions().stream().map(Prediction::getEventId).toList());
    }

    /** TLOps by the millisecond of the answer. */
    private static NavigableMap<Long, Long> spending(Ran ran) {
        Map<String, Long> answeredAt = new HashMap<>();
        ran.predictions()
                .forEach(p -> answeredAt.put(p.getEventId(), p.getScoredAt().toEpochMilli()));
        TreeMap<Long, Long> spent = new TreeMap<>();
        ran.telemetry().forEach(t -> spent.merge(answeredAt.get(t.getEventId()), t.getTlops(), Long::sum));
        return spent;
    }

    private static double best(NavigableMap<Long, Long> spent) {
        return spent.keySet().stream()
                .mapToLong(from -> spent.subMap(from, from + PERIOD_MILLIS).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .max()
                .orElseThrow();
    }

    private Ran run(Map<String, String> budget, int count, Clock clock) throws Exception {
        JobConfig config = config(budget);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(config.flink());
        ScoringJob.configure(environment, config);
        DataStream<RawRecord> events = environment
                .fromData(TypeInformation.of(RawRecord.class), events(config, count))
                .partitionCustom((key, subtasks) -> key, record -> 0);
        RecordCodec<ControlDirective> codec = RecordCodec.of(config.wireFormat(), ControlDirective.class);
        DataStream<RawRecord> control = environment.fromData(
                TypeInformation.of(RawRecord.class), Samples.raw(0, codec.encode(Directives.maxCycles("all", 3))));
        ScoringTopology.Outputs outputs = ScoringTopology.compose(
                new ScoringTopology.Inputs(events, Optional.of(control)),
                config,
                new BundleEngineFactory(config.engine()),
                clock);
        CloseableIterator<Prediction> predictions = outputs.predictions().collectAsync();
        CloseableIterator<DepthTelemetry> telemetry = outputs.depthTelemetry().collectAsync();
        CloseableIterator<DeadLetter> letters = outputs.deadLetters().collectAsync();
        outputs.controlAcks().orElseThrow().collectAsync();
        environment.execute();
        return new Ran(drain(predictions), drain(telemetry), drain(letters));
    }

    private static RawRecord[] events(JobConfig config, int count) {
        RecordCodec<TextEvent> codec = RecordCodec.of(config.wireFormat(), TextEvent.class);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    TextEvent event = Samples.event("event-" + i);
                    event.setText("where is my parcel and when will it come " + "word ".repeat(30));
                    return new RawRecord(new RecordOrigin("events", 0, i, -1, null), codec.encode(event));
                })
                .toArray(RawRecord[]::new);
    }

    private JobConfig config(Map<String, String> budget) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "fathom.bundle", bundle,
                "fathom.kafka.bootstrap-servers", "localhost:9092",
                "fathom.engine.device", "cpu",
                "fathom.engine.workers", "1",
                "fathom.control.pace", "50 ms",
                "fathom.parallelism", "4"));
        all.putAll(budget);
        return JobConfig.parse(Configuration.fromMap(all));
    }

    private static <T> List<T> drain(CloseableIterator<T> iterator) throws Exception {
        try (iterator) {
            List<T> all = new ArrayList<>();
            iterator.forEachRemaining(all::add);
            return all;
        }
    }
}
