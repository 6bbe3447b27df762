package io.fathom.job.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.job.decode.AcceptedEvent;
import io.fathom.job.fixture.Samples;
import io.fathom.job.fixture.ScriptedEngine;
import io.fathom.job.io.RawRecord;
import io.fathom.job.io.RecordOrigin;
import io.fathom.model.depth.ExitReason;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What goes between operators and into checkpoints has Flink types all the way down: Kryo is switched off here. */
class OutcomeTypeTest {
    private static final ExecutionConfig NO_KRYO =
            new ExecutionConfig(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));

    @Test
    void outcomesSurviveTheWay() throws Exception {
        ScoringOutcome scored = ScoringOutcome.scored(
                Samples.accepted("a"), ScriptedEngine.MODEL, Samples.routed("l", ExitReason.CONFIDENCE), 5, 3);
        ScoringOutcome read = roundTrip(ScoringOutcome.class, scored);
        assertThat(read.answer()).isEqualTo(scored.answer());
        assertThat(read.rejection()).isNull();
        assertThat(read.input().event()).isEqualTo(scored.input().event());
        assertThat(read.subtask()).isEqualTo(3);

        ScoringOutcome strange = roundTrip(ScoringOutcome.class, surprised());
        assertThat(strange.answer()).isEqualTo(surprised().answer());

        ScoringOutcome rejected = ScoringOutcome.rejected(Samples.accepted("a"), "X", "message", 5, 3);
        assertThat(roundTrip(ScoringOutcome.class, rejected).rejection()).isEqualTo(rejected.rejection());
    }

    @Test
    void recordsWithoutKeyOrValueSurviveTheWay() throws Exception {
        RawRecord bare = new RawRecord(new RecordOrigin("t", 0, 1, -1, null), null);
        assertThat(roundTrip(RawRecord.class, bare)).isEqualTo(bare);
        AcceptedEvent event = roundTrip(AcceptedEvent.class, Samples.accepted("a"));
        assertThat(event.origin().key()).containsExactly(1, 2);
    }

    @Test
    void anOutcomeIsOneOfTwo() {
        assertThatThrownBy(() -> new ScoringOutcome(Samples.accepted("a"), null, null, 0, 0))
                .hasMessageContaining("either an answer or a rejection");
    }

    @Test
    void textsStayOutOfLogs() {
        ScoringOutcome rejected = ScoringOutcome.rejected(Samples.accepted("a"), "X", "message", 5, 3);
        assertThat(rejected.toString()).contains("a, events-1@7").doesNotContain("text of");
        assertThat(surprised().toString())
                .contains("2.5 bits per character")
                .doesNotContain("Piece")
                .doesNotContain("wo");
    }

    private static ScoringOutcome surprised() {
        return ScoringOutcome.scored(
                Samples.accepted("a"), ScriptedEngine.MODEL, Samples.surprise(2, ExitReason.CONFIDENCE), 5, 3);
    }

    private static <T> T roundTrip(Class<T> type, T value) throws Exception {
        TypeSerializer<T> serializer = ScoringHarness.serializer(type, NO_KRYO);
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(serializer.copy(value), out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
