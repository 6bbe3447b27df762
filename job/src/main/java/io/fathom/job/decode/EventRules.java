package io.fathom.job.decode;

import io.fathom.schemas.TextEvent;
import java.util.Optional;

/** What a text event has to be beyond its schema. */
final class EventRules {
    /** Ids become record keys and are repeated in every output, so they have to stay small beside the texts. */
    static final int MAX_ID_CHARS = 1024;

    private EventRules() {}

    /** The first rule that the event breaks, or empty. */
    static Optional<Violation> check(TextEvent event) {
        String id = event.getId();
        if (id.isBlank()) {
            return violation("BlankId", "id must not be blank: give every event a unique id");
        }
        if (id.length() > MAX_ID_CHARS) {
            return violation("LongId", "id must have at most " + MAX_ID_CHARS + " characters, but has " + id.length());
        }
        Integer maxCycles = event.getMaxCycles();
        if (maxCycles != null && maxCycles < 0) {
            return violation(
                    "MaxCyclesOutOfRange",
                    "maxCycles must be at least 0 (depth zero), but was " + maxCycles + ": leave it out for no limit");
        }
        Long deadline = event.getDeadlineMillis();
        if (deadline != null && deadline < 0) {
            return violation(
                    "NegativeDeadline",
                    "deadlineMillis must not be negative, but was " + deadline + ": leave it out for no deadline");
        }
        return Optional.empty();
    }

    private static Optional<Violation> violation(String rule, String message) {
        return Optional.of(new Violation(rule, message));
    }

    /** A broken rule and a sentence about it. */
    record Violation(String rule, String message) {}
}
