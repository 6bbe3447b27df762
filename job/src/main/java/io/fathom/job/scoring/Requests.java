package io.fathom.job.scoring;

import io.fathom.job.config.AgeFrom;
import io.fathom.job.control.StampedEvent;
import io.fathom.job.decode.AcceptedEvent;
import io.fathom.model.engine.ScoringRequest;
import io.fathom.model.engine.ScoringRequest.Terms;
import io.fathom.schemas.TextEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** From an event to what the engine is asked: what the event says about itself goes with it. */
final class Requests {
    private Requests() {}

    /**
     * @param nowMillis since 1970
     * @param ages what the age of the record counts from
     */
    static ScoringRequest of(StampedEvent stamped, long nowMillis, AgeFrom ages) {
        AcceptedEvent accepted = stamped.accepted();
        TextEvent event = accepted.event();
        Integer priority = event.getPriority();
        return new ScoringRequest(
                event.getId(),
                event.getText(),
                new Terms(
                        stamped.stamp().maxCycles(event),
                        Optional.ofNullable(event.getDeadlineMillis())
                                .map(deadline -> timeLeft(event, deadline, nowMillis)),
                        priority == null ? 0 : priority,
                        Optional.ofNullable(event.getTenant()),
                        ages == AgeFrom.ARRIVAL
                                ? Duration.ZERO
                                : age(accepted.origin().timestamp(), nowMillis)));
    }

    /** An event's deadline counts from its event time. */
    static Duration timeLeft(TextEvent event, long deadlineMillis, long nowMillis) {
        return Duration.between(Instant.ofEpochMilli(nowMillis), event.getEventTime())
                .plusMillis(deadlineMillis);
    }

    /** How long an event has waited in its topic; the clocks of brokers and senders may be ahead of ours. */
    private static Duration age(long timestamp, long nowMillis) {
        return timestamp < 0 ? Duration.ZERO : Duration.ofMillis(Math.max(0, nowMillis - timestamp));
    }
}
