package io.fathom.job.io.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.schemas.ExitReason;
import io.fathom.schemas.LabelProbability;
import io.fathom.schemas.Prediction;
import io.fathom.schemas.TextEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonCodecTest {
    private final JsonCodec<TextEvent> events = new JsonCodec<>(TextEvent.class);

    @Test
    void recordsArePlainJson() {
        Prediction prediction = Prediction.newBuilder()
                .setEventId("e1")
                .setLabel("refund")
                .setScore(0.5f)
                .setAlternatives(List.of(new LabelProbability("refund", 0.5f)))
                .setOutOfScope(false)
                .setModelId("intents")
                .setModelVersion("0123456789ab")
                .setCyclesUsed(2)
                .setExitReason(ExitReason.CONFIDENCE)
                .setEventTime(Instant.ofEpochMilli(0))
                .setScoredAt(Instant.ofEpochMilli(1))
                .build();

        assertThat(new String(new JsonCodec<>(Prediction.class).encode(prediction), StandardCharsets.UTF_8))
                .isEqualTo("{\"eventId\":\"e1\",\"label\":\"refund\",\"score\":0.5,"
                        + "\"alternatives\":[{\"label\":\"refund\",\"probability\":0.5}],\"outOfScope\":false,"
                        + "\"modelId\":\"intents\",\"modelVersion\":\"0123456789ab\",\"cyclesUsed\":2,"
                        + "\"exitReason\":\"CONFIDENCE\",\"eventTime\":\"1970-01-01T00:00:00Z\","
                        + "\"scoredAt\":\"1970-01-01T00:00:00.001Z\"}");
    }

    @Test
    void optionalFieldsMayBeAbsentAndUnknownOnesArePassedOver() throws Exception {
        TextEvent event = decode("{'id':'a','text':'','eventTime':1000,'tenant':null,'later':{'x':[1]}}");
        assertThat(event.getEventTime()).isEqualTo(Instant.ofEpochSecond(1));
        assertThat(event.getTenant()).isNull();
        assertThat(event.getMaxCycles()).isNull();
        assertThat(event.getAttributes()).isEqualTo(Map.of());
    }

    @Test
    void halvesOfSurrogatePairsAreReplacedAndCanBeWrittenAgain() throws Exception {
        TextEvent event = decode("{'id':'\\ud800','text':'a\\udc00\\ud83d\\ude42b\\ud83d','eventTime':1,"
                + "'attributes':{'\\ud800':''}}");
        assertThat(event.getId()).isEqualTo("\uFFFD");
        assertThat(event.getText()).isEqualTo("a\uFFFD\ud83d\ude42b\uFFFD");
        assertThat(event.getAttributes()).containsOnlyKeys("\uFFFD");
        event.setText("written \ud800");
        assertThat(events.decode(events.encode(event)).getText()).isEqualTo("written \uFFFD");
    }

    @Test
    void damagedBytesGiveARecordOrARefusalAndNothingElse() {
        byte[] whole = events.encode(RecordCodecTest.fullEvent());
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(events.encode(events.decode(damaged))).isNotEmpty();
            } catch (UndecodableException expected) {
                assertThat(expected.getMessage()).as("seed %d", seed).isNotBlank();
            } catch (RuntimeException unexpected) {
                throw new AssertionError("seed " + seed + " gave " + unexpected, unexpected);
            }
        }
    }

    @Test
    void defaultsAreNotSharedBetweenRecords() throws Exception {
        decode("{'id':'a','text':'','eventTime':1}").getAttributes().put("mine", "x");
        assertThat(decode("{'id':'b','text':'','eventTime':1}").getAttributes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'id':'a','text':'t'}|field 'eventTime' is required, but is absent",
                "{'id':'a','text':null,'eventTime':1}|field 'text' must be a string, but was a JSON null",
                "{'id':3,'text':'t','eventTime':1}|field 'id' must be a string, but was a JSON number",
                "{'id':'a','text':'t','eventTime':'noon'}|field 'eventTime' must be an ISO-8601 time such as"
                        + " 2026-01-31T12:00:00Z, or milliseconds since 1970, but was a JSON string",
                "{'id':'a','text':'t','eventTime':1,'maxCycles':1.5}|field 'maxCycles' must be a whole number of 32 bits,"
                        + " but was a JSON number",
                "{'id':'a','text':'t','eventTime':1,'maxCycles':99999999999}|field 'maxCycles' must be a whole number of 32"
                        + " bits, but was a JSON number",
                "{'id':'a','text':'t','eventTime':1,'attributes':{'k':1}}|field 'attributes.k' must be a string, but was a"
                        + " JSON number",
                "['id']|the value must be a JSON object, but is a JSON array",
            })
    void aValueThatDoesNotFitIsNamedWithItsPath(String json, String message) {
        assertThatThrownBy(() -> decode(json))
                .isInstanceOf(UndecodableException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"{'id':'a','id':'b','text':'t','eventTime':1}", "{'id':'a','text':'t','eventTime':1} {}"})
    void doubledFieldsAndASecondObjectAreRefused(String json) {
        assertThatThrownBy(() -> decode(json))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("the value is not JSON");
    }

    private TextEvent decode(String json) throws UndecodableException {
        return events.decode(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
