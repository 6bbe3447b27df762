package io.fathom.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every released version stays readable in both directions. */
class SchemaEvolutionTest {

    static Stream<Arguments> releasedAndCurrent() {
        List<Arguments> pairs = new ArrayList<>();
        for (ReleasedSchemas.Version version : ReleasedSchemas.all()) {
            for (Schema current : ReleasedSchemas.current()) {
                if (version.has(current.getName())) {
                    pairs.add(Arguments.of(version, current));
                }
            }
        }
        return pairs.stream();
    }

    static Stream<Arguments> releasedAndRecords() {
        return ReleasedSchemas.all().stream().flatMap(v -> SampleRecords.all()
                .filter(r -> v.has(r.getSchema().getName()))
                .map(r -> Arguments.of(v, r)));
    }

    @Test
    void theCurrentSchemasAreTheNewestReleasedOnes() throws IOException {
        ReleasedSchemas.Version newest = ReleasedSchemas.newest();
        Path candidates = Files.createDirectories(Path.of("target", "schemas-to-release"));
        for (Schema current : ReleasedSchemas.current()) {
            Files.writeString(candidates.resolve(current.getName() + ".avsc"), ReleasedSchemas.pretty(current));
        }
        for (Schema current : ReleasedSchemas.current()) {
            assertThat(newest.has(current.getName()) ? newest.schema(current.getName()) : null)
                    .as(
                            "%s differs from released %s: if the change is meant, copy %s into a new folder v%d beside it",
                            current.getName(), newest, candidates, newest.number() + 1)
                    .isEqualTo(current);
        }
    }

    @Test
    void noReleasedSchemaIsForgotten() throws IOException {
        List<String> names =
                ReleasedSchemas.current().stream().map(Schema::getName).toList();
        for (ReleasedSchemas.Version version : ReleasedSchemas.all()) {
            try (Stream<Path> files = Files.list(version.folder())) {
                assertThat(files.map(f -> f.getFileName().toString().replace(".avsc", "")))
                        .as("schemas of %s", version)
                        .isSubsetOf(names);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("releasedAndCurrent")
    void schemasReadEachOther(ReleasedSchemas.Version version, Schema current) {
        Schema released = version.schema(current.getName());
        assertThat(compatibility(current, released)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(compatibility(released, current)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @ParameterizedTest
    @MethodSource("releasedAndRecords")
    void bytesOfEitherSideAreReadByTheOther(ReleasedSchemas.Version version, SpecificRecordBase record)
            throws IOException {
        Schema released = version.schema(record.getSchema().getName());

        byte[] written = write(record);
        GenericRecord asReleased = new GenericDatumReader<GenericRecord>(record.getSchema(), released)
                .read(null, DecoderFactory.get().binaryDecoder(written, null));
        assertThat(asReleased.getSchema()).isEqualTo(released);

        byte[] writtenByReleased = write(asReleased);
        SpecificRecordBase back = new SpecificDatumReader<SpecificRecordBase>(released, record.getSchema())
                .read(null, DecoderFactory.get().binaryDecoder(writtenByReleased, null));
        if (version.number() == ReleasedSchemas.newest().number()) {
            assertThat(back).isEqualTo(record);
        } else {
            assertThat(back.get(0)).as("the fields of %s survive", version).isEqualTo(record.get(0));
        }
    }

    @ParameterizedTest
    @MethodSource("io.fathom.schemas.SampleRecords#all")
    void recordsSurviveSingleObjectEncoding(SpecificRecordBase record) throws Exception {
        SpecificData model = SpecificData.getForClass(record.getClass());
        var encoder = new BinaryMessageEncoder<SpecificRecordBase>(model, record.getSchema());
        var decoder = new BinaryMessageDecoder<SpecificRecordBase>(model, record.getSchema());
        assertThat(decoder.decode(encoder.encode(record))).isEqualTo(record);
    }

    @Test
    void aSymbolNewerThanTheReaderBecomesUnknown() throws IOException {
        Schema newer = altered("DepthTelemetry", json -> json.replace("\"DEADLINE\"", "\"DEADLINE\",\"ORACLE\"")
                .replace("\"OVERFLOW\"", "\"OVERFLOW\",\"HALTED\""));
        GenericRecord record = new GenericDatumReader<GenericRecord>(DepthTelemetry.getClassSchema(), newer)
                .read(null, DecoderFactory.get().binaryDecoder(write(SampleRecords.telemetryWithAll()), null));
        record.put(
                "exitReason",
                new GenericData.EnumSymbol(newer.getField("exitReason").schema(), "ORACLE"));
        record.put(
                "budgetLevel",
                new GenericData.EnumSymbol(
                        newer.getField("budgetLevel").schema().getTypes().get(1), "HALTED"));

        DepthTelemetry read = new SpecificDatumReader<DepthTelemetry>(newer, DepthTelemetry.getClassSchema())
                .read(null, DecoderFactory.get().binaryDecoder(write(record), null));

        assertThat(read.getExitReason()).isEqualTo(ExitReason.UNKNOWN);
        assertThat(read.getBudgetLevel()).isEqualTo(BudgetLevel.UNKNOWN);
    }

    /** The checks above are worth something only if they see a bad change. */
    @Test
    void anIncompatibleChangeIsSeen() throws IOException {
        Schema requiredField = altered(
                "TextEvent",
                json -> json.replaceFirst("\"fields\":\\[", "\"fields\":[{\"name\":\"region\",\"type\":\"string\"},"));
        Schema otherType = altered(
                "TextEvent",
                json -> json.replaceFirst(
                        "\"name\":\"text\",\"type\":\"string\"", "\"name\":\"text\",\"type\":\"long\""));
        Schema released = ReleasedSchemas.newest().schema("TextEvent");

        for (Schema bad : List.of(requiredField, otherType)) {
            assertThat(bad).isNotEqualTo(released);
            assertThat(compatibility(bad, released)).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
            byte[] bytes = write(SampleRecords.eventWithAll());
            assertThatThrownBy(() -> new GenericDatumReader<GenericRecord>(released, bad)
                            .read(null, DecoderFactory.get().binaryDecoder(bytes, null)))
                    .isInstanceOf(AvroTypeException.class);
        }
        assertThat(compatibility(released, requiredField))
                .as("an added field does not disturb old readers")
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void everyRecordAndFieldSaysWhatItMeans() {
        ReleasedSchemas.current().forEach(SchemaEvolutionTest::requireDoc);
    }

    private static void requireDoc(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
                for (Schema.Field field : schema.getFields()) {
                    assertThat(field.doc())
                            .as(schema.getName() + "." + field.name())
                            .isNotBlank();
                    requireDoc(field.schema());
                }
            }
            case ENUM -> {
                assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
                assertThat(schema.getEnumDefault()).isEqualTo("UNKNOWN");
            }
            case ARRAY -> requireDoc(schema.getElementType());
            case UNION -> schema.getTypes().forEach(SchemaEvolutionTest::requireDoc);
            default -> {}
        }
    }

    private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    private static Schema altered(String name, UnaryOperator<String> change) {
        String json = ReleasedSchemas.newest().schema(name).toString();
        String altered = change.apply(json);
        assertThat(altered).isNotEqualTo(json);
        return new Schema.Parser().parse(altered);
    }

    private static byte[] write(SpecificRecordBase record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new SpecificDatumWriter<SpecificRecordBase>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static byte[] write(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
