package io.fathom.job.io.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.schemas.TextEvent;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class AvroCodecTest {
    private final AvroCodec<TextEvent> codec = new AvroCodec<>(TextEvent.class);

    @Test
    void readsWhatTheFirstReleaseWrote() throws Exception {
        Schema first;
        try (InputStream in = TextEvent.class.getResourceAsStream("released/v1/TextEvent.avsc")) {
            first = new Schema.Parser().parse(Objects.requireNonNull(in));
        }
        GenericRecord old = new GenericData.Record(first);
        first.getFields().forEach(f -> {
            if (f.hasDefaultValue()) {
                old.put(f.name(), GenericData.get().getDefaultValue(f));
            }
        });
        old.put("id", "old");
        old.put("text", "written by v1");
        old.put("eventTime", 5L);

        byte[] bytes = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), first)
                .encode(old)
                .array();
        TextEvent event = codec.decode(bytes);

        assertThat(event.getId()).isEqualTo("old");
        assertThat(event.getText()).isEqualTo("written by v1");
        assertThat(event.getEventTime().toEpochMilli()).isEqualTo(5);
    }

    @Test
    void aVersionNobodyReleasedIsNamedByItsFingerprint() throws Exception {
        Schema unknown = SchemaBuilder.record("TextEvent")
                .fields()
                .requiredString("other")
                .endRecord();
        GenericRecord record = new GenericData.Record(unknown);
        record.put("other", "x");
        byte[] bytes = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), unknown)
                .encode(record)
                .array();
        String fingerprint = String.format("%016x", SchemaNormalization.parsingFingerprint64(unknown));
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("unknown version of TextEvent")
                .hasMessageContaining(fingerprint);
    }

    @Test
    void jsonInAnAvroTopicSaysWhatToChange() {
        assertThatThrownBy(() -> codec.decode("{\"id\":\"1\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessage("the value must be Avro single-object encoded and start with c301, but starts with 7b22;"
                        + " if the sender writes JSON, set fathom.wire-format to json");
    }

    @Test
    void leftoverBytesAreRefused() {
        byte[] bytes = codec.encode(RecordCodecTest.fullEvent());
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("left over");
    }

    /** Avro's own reader allocates what a length says: 2 GB here, for 60 bytes of input. */
    @Test
    void aLengthWithoutBytesIsRefusedBeforeAnythingIsAllocated() throws Exception {
        assertThatThrownBy(() -> codec.decode(afterHeader(out -> out.writeLong(Integer.MAX_VALUE - 100))))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("states a length");
        assertThatThrownBy(() -> codec.decode(afterHeader(out -> {
                    out.writeString("id");
                    out.writeString("text");
                    out.writeLong(0);
                    for (int i = 0; i < 4; i++) {
                        out.writeIndex(0);
                    }
                    out.writeLong(-(1L << 40)); // a map of 2^40 entries
                    out.writeLong(2);
                })))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("states a length");
    }

    @Test
    void damagedBytesGiveARecordOrARefusalAndNothingElse() {
        byte[] whole = codec.encode(RecordCodecTest.fullEvent());
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[10 + random.nextInt(damaged.length - 10)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
            }
            try {
                codec.decode(damaged);
            } catch (UndecodableException expected) {
                assertThat(expected).as("seed %d", seed).hasMessageContaining("the value");
            } catch (Throwable unexpected) {
                throw new AssertionError("seed " + seed + " gave " + unexpected, unexpected);
            }
        }
    }

    @Test
    void blocksWithASizeAreReadToo() throws Exception {
        TextEvent event = codec.decode(afterHeader(out -> {
            out.writeString("id");
            out.writeString("text");
            out.writeLong(7);
            for (int i = 0; i < 4; i++) {
                out.writeIndex(0);
            }
            out.writeLong(-1);
            out.writeLong(4);
            out.writeString("k");
            out.writeString("v");
            out.writeLong(0);
        }));
        assertThat(event.getAttributes()).isEqualTo(Map.of("k", "v"));
    }

    private byte[] afterHeader(Body body) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(codec.encode(RecordCodecTest.fullEvent()), 0, 10);
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        body.write(out);
        out.flush();
        return bytes.toByteArray();
    }

    private interface Body {
        void write(BinaryEncoder out) throws Exception;
    }
}
