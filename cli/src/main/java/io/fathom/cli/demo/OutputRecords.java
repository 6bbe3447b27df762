package io.fathom.cli.demo;

import io.fathom.schemas.BudgetLevel;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DepthTelemetry;
import io.fathom.schemas.Prediction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** From the schemas of the topics to what the demo looks at. */
final class OutputRecords {

    private OutputRecords() {}

    static OutputRecord of(SpecificRecordBase record) {
        if (record instanceof Prediction p) {
            return new OutputRecord.Answer(
                    p.getEventId(),
                    p.getLabel(),
                    p.getScore(),
                    p.getOutOfScope(),
                    p.getCyclesUsed(),
                    p.getExitReason().name(),
                    p.getEventTime().toEpochMilli(),
                    p.getScoredAt().toEpochMilli());
        } else if (record instanceof DepthTelemetry t) {
            return new OutputRecord.Telemetry(
                    t.getEventId(),
                    t.getMaxCycles(),
                    t.getTruncated(),
                    new OutputRecord.Work(
                            t.getTokens(), t.getTlops(), t.getComputeMicros(), t.getBatchRows(), t.getWorker()),
                    place(t));
        } else if (record instanceof DeadLetter d) {
            return new OutputRecord.Dead(
                    d.getEventId() == null ? key(d.getOriginKey()) : d.getEventId(),
                    d.getStage().name(),
                    d.getMessage(),
                    d.getFailedAt().toEpochMilli());
        }
        throw new IllegalArgumentException(
                "no output record: " + record.getSchema().getName());
    }

    private static Optional<OutputRecord.Place> place(DepthTelemetry telemetry) {
        BudgetLevel level = telemetry.getBudgetLevel();
        Integer point = telemetry.getOperatingPoint();
        return level == null || point == null
                ? Optional.empty()
                : Optional.of(new OutputRecord.Place(level.name(), point));
    }

    private static String key(@Nullable ByteBuffer key) {
        return key == null ? "" : StandardCharsets.UTF_8.decode(key.duplicate()).toString();
    }
}
