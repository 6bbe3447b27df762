package io.fathom.job.decode;

import io.fathom.job.config.WireFormat;
import io.fathom.job.decode.EventRules.Violation;
import io.fathom.job.io.RawRecord;
import io.fathom.job.io.wire.RecordCodec;
import io.fathom.job.io.wire.UndecodableException;
import io.fathom.job.metrics.DeadLetterCounters;
import io.fathom.schemas.DeadLetter;
import io.fathom.schemas.DeadLetterStage;
import io.fathom.schemas.TextEvent;
import java.time.Clock;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Decodes and checks events; the rest leaves by {@link #DEAD_LETTERS}. */
public final class DecodeFunction extends ProcessFunction<RawRecord, AcceptedEvent> {
    private static final long serialVersionUID = 1L;

    /** Records that are no valid events. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("undecodable", TypeInformation.of(DeadLetter.class));

    private final WireFormat format;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private transient @Nullable Running running;

    public DecodeFunction(WireFormat format, DeadLetters deadLetters, Clock clock) {
        this.format = format;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        running = new Running(
                RecordCodec.of(format, TextEvent.class),
                new DeadLetterCounters(
                        getRuntimeContext().getMetricGroup(), DeadLetterStage.DECODE, DeadLetterStage.VALIDATE));
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<AcceptedEvent> out) {
        Running now = running();
        byte[] value = record.value();
        if (value == null) {
            reject(record, DeadLetterStage.DECODE, "Tombstone", null, "the record has no value", context);
            return;
        }
        TextEvent event;
        try {
            event = now.codec.decode(value);
        } catch (UndecodableException e) {
            reject(record, DeadLetterStage.DECODE, "Undecodable", null, String.valueOf(e.getMessage()), context);
            return;
        }
        Optional<Violation> violation = EventRules.check(event);
        if (violation.isEmpty()) {
            out.collect(new AcceptedEvent(event, record.origin()));
            return;
        }
        Violation broken = violation.get();
        String id = event.getId();
        String usableId = id.isBlank() || id.length() > EventRules.MAX_ID_CHARS ? null : id;
        reject(record, DeadLetterStage.VALIDATE, broken.rule(), usableId, broken.message(), context);
    }

    private void reject(
            RawRecord record,
            DeadLetterStage stage,
            String error,
            @Nullable String eventId,
            String message,
            Context context) {
        running().failures.count(stage);
        context.output(
                DEAD_LETTERS,
                deadLetters.of(stage, error, message, eventId, record.origin(), record.value(), clock.instant()));
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("the function has not been opened");
        }
        return running;
    }

    private record Running(RecordCodec<TextEvent> codec, DeadLetterCounters failures) {}
}
