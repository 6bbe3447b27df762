package io.fathom.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.config.JobConfig;
import io.fathom.job.config.WireFormat;
import io.fathom.job.fixture.Samples;
import io.fathom.job.fixture.Topics;
import io.fathom.job.io.broker.EmbeddedBroker;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.TinyBundles;
import io.fathom.model.engine.Answer;
import io.fathom.model.engine.DeviceChoice;
import io.fathom.model.engine.EngineOptions;
import io.fathom.model.engine.ScoringEngine;
import io.fathom.model.engine.ScoringEngines;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.engine.ScoringResult;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import io.fathom.schemas.TextPiece;
import io.fathom.schemas.TextSurprise;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole of the job: Kafka, Flink and a real engine on a tiny bundle, from a configuration as a user writes it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RealEngineITCase {
    private static final int EVENTS = 300;

    @Test
    void theJobAnswersWhatTheEngineAnswersAlone(@TempDir Path folder) throws Exception {
        runsAsAlone(TinyBundles.write(folder.resolve("tiny")), WireFormat.AVRO);
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void theJobScoresAsALanguageModelDoesAlone(WireFormat format, @TempDir Path folder) throws Exception {
        runsAsAlone(TinyBundles.writeLanguageModel(folder.resolve("tiny-lm")), format);
    }

    /** With hard token gates telemetry tells of each token how many layers it ran. */
    @Test
    void theJobTellsTheDepthOfEachToken(@TempDir Path folder) throws Exception {
        Map<String, DepthTelemetry> telemetry =
                runsAsAlone(TinyBundles.writeRouted(folder.resolve("routed")), WireFormat.AVRO);

        Set<Integer> depths = telemetry.values().stream()
                .flatMap(t -> t.getTokenLayers().stream())
                .collect(Collectors.toSet());
        assertThat(depths).as("tokens differ in their depth").hasSizeGreaterThan(1);
        assertThat(depths).allMatch(layers -> layers >= 1 && layers <= TinyBundles.ROUTED_LAYERS);
    }

    private static Map<String, DepthTelemetry> runsAsAlone(ModelBundle bundle, WireFormat format) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(
                    2, "events", "predictions", "depth-telemetry", "dead-letters", "control", "control-acks");
            JobConfig config = JobConfig.parse(Configuration.fromMap(Map.of(
                    "fathom.bundle", bundle.folder().toString(),
                    "fathom.engine.device", "cpu",
                    "fathom.engine.workers", "2",
                    "fathom.parallelism", "2",
                    "fathom.kafka.bootstrap-servers", broker.bootstrapServers(),
                    "fathom.kafka.bounded", "true",
                    "fathom.wire-format", format.name().toLowerCase(Locale.ROOT),
                    "fathom.checkpoint.interval", "500 ms")));
            Topics topics = new Topics(broker.bootstrapServers(), format);
            List<TextEvent> events = events();
            topics.write("events", 2, encoded(events, format));

            ScoringJob.submit(StreamExecutionEnvironment.getExecutionEnvironment(config.flink()), config)
                    .getJobExecutionResult()
                    .get(120, TimeUnit.SECONDS);

            TreeMap<String, Prediction> predictions = new TreeMap<>();
            topics.readCommitted("predictions", Prediction.class).forEach(p -> predictions.put(p.getEventId(), p));
            TreeMap<String, DepthTelemetry> telemetry = new TreeMap<>();
            topics.readCommitted("depth-telemetry", DepthTelemetry.class)
                    .forEach(t -> telemetry.put(t.getEventId(), t));
            assertThat(topics.readCommitted("dead-letters", DeadLetter.class))
                    .extracting(DeadLetter::getErrorClass)
                    .containsExactly("Undecodable");
            assertThat(predictions).hasSize(EVENTS);
            assertThat(telemetry).hasSize(EVENTS);
            assertSameAsAlone(bundle, events, predictions, telemetry);
            return telemetry;
        }
    }

    private static void assertSameAsAlone(
            ModelBundle bundle,
            List<TextEvent> events,
            Map<String, Prediction> predictions,
            Map<String, DepthTelemetry> telemetry)
            throws Exception {
        EngineOptions alone = new EngineOptions(DeviceChoice.CPU, 1, 1, 2048, 16, 1 << 20, bundle.exitPolicy(), 3);
        try (ScoringEngine engine = ScoringEngines.open(bundle, alone)) {
            for (TextEvent event : events) {
                ScoringResult expected = engine.submit(ScoringRequest.of(event.getId(), event.getText()))
                        .result()
                        .get(30, TimeUnit.SECONDS);
                Prediction prediction = Objects.requireNonNull(predictions.get(event.getId()));
                DepthTelemetry depth = Objects.requireNonNull(telemetry.get(event.getId()));
                if (expected.answer() instanceof Answer.Classification classification) {
                    assertThat(prediction.getLabel()).isEqualTo(classification.label());
                    assertThat(prediction.getScore()).isCloseTo(classification.score(), Offset.offset(1e-5f));
                    assertThat(prediction.getSurprise()).isNull();
                } else {
                    assertSameSurprise(prediction, expected.surprise(), event.getText());
                }
                assertThat(prediction.getModelVersion())
                        .isEqualTo(bundle.identity().version());
                assertThat(prediction.getCyclesUsed())
                        .isEqualTo(expected.trace().cyclesUsed());
                assertThat(depth.getSignals()).hasSize(expected.trace().cyclesUsed());
                assertThat(depth.getTlops()).isEqualTo(expected.cost().tlops());
                List<Integer> tokenLayers = expected.trace().tokenLayers();
                assertThat(depth.getTokenLayers()).isEqualTo(tokenLayers.isEmpty() ? null : tokenLayers);
                assertThat(depth.getTruncated()).isEqualTo(expected.trace().truncated());
            }
        }
    }

    private static void assertSameSurprise(Prediction prediction, Answer.Surprise expected, String text) {
        TextSurprise surprise = prediction.getSurprise();
        assertThat(prediction.getLabel()).isEqualTo(expected.anomalous() ? "anomalous" : "normal");
        assertThat((double) prediction.getScore()).isCloseTo(expected.bitsPerCharacter(), Offset.offset(1e-4));
        assertThat(surprise.getBitsPerCharacter()).isCloseTo(expected.bitsPerCharacter(), Offset.offset(1e-5));
        assertThat(surprise.getAnomalous()).isEqualTo(expected.anomalous());
        assertThat(surprise.getPieces()).hasSameSizeAs(expected.pieces());
        String read = surprise.getPieces().stream().map(TextPiece::getText).collect(Collectors.joining());
        assertThat(text).startsWith(read);
    }

    private static List<TextEvent> events() {
        List<String> texts = List.of(
                "where is my parcel",
                "",
                "I want a refund for my order, and I want it now",
                "gr\u00fc\u00dfe \ud83d\ude42",
                "word ".repeat(200));
        List<TextEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            TextEvent event = Samples.event("event-" + i);
            event.setText(texts.get(i % texts.size()));
            events.add(event);
        }
        return events;
    }

    private static List<byte @Nullable []> encoded(List<TextEvent> events, WireFormat format) {
        RecordCodec<TextEvent> codec = RecordCodec.of(format, TextEvent.class);
        List<byte @Nullable []> values = new ArrayList<>();
        events.forEach(event -> values.add(codec.encode(event)));
        values.add(EVENTS / 2, new byte[] {1, 2, 3});
        return values;
    }
}
