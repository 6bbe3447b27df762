package io.fathom.bench;

import io.fathom.job.ScoringTopology;
import io.fathom.job.config.FathomOptions;
import io.fathom.job.config.JobConfig;
import io.fathom.job.config.WireFormat;
import io.fathom.job.control.Stamp;
import io.fathom.job.control.StampedEvent;
import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.engines.BundleEngineFactory;
import io.fathom.job.engines.BundleRef;
import io.fathom.job.io.RawRecord;
import io.fathom.job.io.RecordOrigin;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamElementSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.CloseableIterator;

/**
 * How large records are: in the topics, and in flight. The job itself makes the predictions and the telemetry, with a real
 * engine and ends in memory.
 */
final class RecordBytes {
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    /**
     * Means over the texts.
     *
     * @param textCharacters of a text
     * @param inFlight bytes of a record that is with the engine, in every checkpoint
     */
    record Result(double textCharacters, int capacity, double inFlight, List<Row> topics) {
        /** What the records of one subtask that are in flight add to a checkpoint, at most. */
        double checkpointBytesOfSubtask() {
            return capacity * inFlight;
        }
    }

    /** Bytes of a value in one topic. */
    record Row(String topic, double avro, double json) {}

    private RecordBytes() {}

    static Result measure(Path bundle, List<String> texts) throws Exception {
        List<TextEvent> events = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            events.add(TextEvent.newBuilder()
                    .setId(String.format(Locale.ROOT, "event-%09d", i))
                    .setText(texts.get(i))
                    .setEventTime(NOW)
                    .build());
        }
        List<Prediction> predictions = new ArrayList<>();
        List<DepthTelemetry> telemetry = new ArrayList<>();
        JobConfig config = config(bundle);
        score(config, events, predictions, telemetry);
        return new Result(
                texts.stream().mapToInt(String::length).average().orElse(0),
                config.async().capacity(),
                inFlight(events),
                List.of(
                        row("events", TextEvent.class, events),
                        row("predictions", Prediction.class, predictions),
                        row("depth-telemetry", DepthTelemetry.class, telemetry)));
    }

    @SuppressWarnings("try") // Flink says that closing may be interrupted
    private static void score(
            JobConfig config, List<TextEvent> events, List<Prediction> predictions, List<DepthTelemetry> telemetry)
            throws Exception {
        RecordCodec<TextEvent> codec = RecordCodec.of(WireFormat.AVRO, TextEvent.class);
        RawRecord[] records = new RawRecord[events.size()];
        for (int i = 0; i < records.length; i++) {
            records[i] = new RawRecord(origin(i), codec.encode(events.get(i)));
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
        ScoringTopology.Outputs outputs = ScoringTopology.compose(
                new ScoringTopology.Inputs(
                        environment.fromData(TypeInformation.of(RawRecord.class), records), Optional.empty()),
                config,
                new BundleEngineFactory(config.engine()),
                Clock.systemUTC());
        outputs.deadLetters().sinkTo(new DiscardingSink<>());
        try (CloseableIterator<Prediction> first = outputs.predictions().collectAsync();
                CloseableIterator<DepthTelemetry> second =
                        outputs.depthTelemetry().collectAsync()) {
            environment.executeAsync("bytes of records");
            first.forEachRemaining(predictions::add);
            second.forEachRemaining(telemetry::add);
        }
        if (predictions.size() != records.length) {
            throw new IllegalStateException(
                    "every text must get a prediction, but " + predictions.size() + " of " + records.length + " did");
        }
    }

    private static JobConfig config(Path bundle) {
        return JobConfig.parse(Configuration.fromMap(Map.of(
                FathomOptions.BUNDLE.key(),
                bundle.toString(),
                FathomOptions.KAFKA_BOOTSTRAP_SERVERS.key(),
                "unused:1")));
    }

    /** What the async operator keeps of a record in a checkpoint. */
    private static double inFlight(List<TextEvent> events) {
        FlinkBytes<StreamElement> elements = new FlinkBytes<>(config -> new StreamElementSerializer<>(
                TypeInformation.of(StampedEvent.class).createSerializer(config)));
        List<StreamElement> records = new ArrayList<>();
        for (TextEvent event : events) {
            Stamp stamp = new Stamp(1, BundleRef.CONFIGURED, null);
            records.add(new StreamRecord<>(
                    new StampedEvent(new AcceptedEvent(event, origin(records.size())), stamp), NOW.toEpochMilli()));
        }
        return records.stream()
                .mapToInt(r -> elements.write(r).length)
                .average()
                .orElse(0);
    }

    private static <T extends SpecificRecordBase> Row row(String topic, Class<T> type, List<T> records) {
        return new Row(topic, mean(WireFormat.AVRO, type, records), mean(WireFormat.JSON, type, records));
    }

    private static <T extends SpecificRecordBase> double mean(WireFormat format, Class<T> type, List<T> records) {
        RecordCodec<T> codec = RecordCodec.of(format, type);
        return records.stream().mapToInt(r -> codec.encode(r).length).average().orElse(0);
    }

    private static RecordOrigin origin(int offset) {
        return new RecordOrigin("events", 0, offset, NOW.toEpochMilli(), null);
    }
}
