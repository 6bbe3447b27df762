package io.fathom.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.config.WireFormat;
import io.fathom.job.fixture.FailOnce;
import io.fathom.job.fixture.FailOnce.Moment;
import io.fathom.job.fixture.Samples;
import io.fathom.job.fixture.ScriptedEngine;
import io.fathom.job.fixture.Topics;
import io.fathom.job.io.broker.EmbeddedBroker;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real Kafka, failures in and after a checkpoint: readers of committed records see every event once. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ExactlyOnceITCase {
    private static final int PARTITIONS = 2;
    private static final int WAVE = 500;
    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"SNAPSHOT, AVRO", "COMPLETE, JSON"})
    void everyEventIsSeenOnceWhateverFails(Moment moment, WireFormat format) throws Exception {
        String run = moment.name().toLowerCase(java.util.Locale.ROOT);
        DirectedJob job = DirectedJob.prepare(broker, run, Map.of("fathom.wire-format", format.toString()));
        Topics topics = new Topics(broker.bootstrapServers(), format);
        job.submit(ScriptedEngine.named(run, ScriptedEngine.ECHO).factory());

        topics.write(run + "-events", PARTITIONS, wave(format, 0));
        DirectedJob.await(() ->
                topics.readCommitted(run + "-predictions", Prediction.class).size() == WAVE);
        FailOnce.arm(moment);
        topics.write(run + "-events", PARTITIONS, wave(format, 1));
        DirectedJob.await(FailOnce::hasFired);
        topics.write(run + "-events", PARTITIONS, wave(format, 2));
        DirectedJob.await(() -> topics.readCommitted(run + "-predictions", Prediction.class)
                                .size()
                        >= 3 * WAVE
                && topics.readCommitted(run + "-telemetry", DepthTelemetry.class)
                                .size()
                        >= 3 * WAVE
                && topics.readCommitted(run + "-letters", DeadLetter.class).size() >= 9);
        job.cancel();

        List<String> ids =
                IntStream.range(0, 3 * WAVE).mapToObj(i -> "event-" + i).toList();
        assertThat(topics.readCommitted(run + "-predictions", Prediction.class))
                .extracting(Prediction::getEventId)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(topics.readCommitted(run + "-telemetry", DepthTelemetry.class))
                .extracting(DepthTelemetry::getEventId)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(topics.readCommitted(run + "-letters", DeadLetter.class))
                .extracting(DeadLetter::getErrorClass)
                .containsExactlyInAnyOrder(
                        "Undecodable",
                        "Tombstone",
                        "RecordFailedException",
                        "Undecodable",
                        "Tombstone",
                        "RecordFailedException",
                        "Undecodable",
                        "Tombstone",
                        "RecordFailedException");
    }

    /** Good events, and one each that does not decode, has no value, and fails alone. */
    private static List<byte @Nullable []> wave(WireFormat format, int number) {
        RecordCodec<TextEvent> codec = RecordCodec.of(format, TextEvent.class);
        List<byte @Nullable []> values = new ArrayList<>();
        for (int i = 0; i < WAVE; i++) {
            values.add(codec.encode(Samples.event("event-" + (number * WAVE + i))));
        }
        values.add(WAVE / 2, new byte[] {1, 2, 3});
        values.add(WAVE / 3, null);
        values.add(WAVE / 4, codec.encode(Samples.event("poison-" + number)));
        return values;
    }
}
