package io.fathom.model.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One record to score.
 *
 * @param id names the record in messages; the engine does not need it to be unique
 * @param text may be empty; over-long text is truncated and marked so in the result
 * @param terms what the record asks for
 */
public record ScoringRequest(String id, String text, Terms terms) {

    public ScoringRequest {
        if (terms.maxCycles().isPresent() && terms.maxCycles().getAsInt() < 0) {
            throw new IllegalArgumentException("maxCycles of record '" + id + "' must be at least 0, but was "
                    + terms.maxCycles().getAsInt());
        }
    }

    /** With a limit of depth and nothing else. */
    public ScoringRequest(String id, String text, OptionalInt maxCycles) {
        this(id, text, Terms.NONE.withMaxCycles(maxCycles));
    }

    public static ScoringRequest of(String id, String text) {
        return new ScoringRequest(id, text, Terms.NONE);
    }

    /** The record's own limit of depth. */
    public OptionalInt maxCycles() {
        return terms.maxCycles();
    }

    /**
     * What a record says about itself. All but {@code maxCycles} matter only where a budget is set: the engine does not watch
     * deadlines, {@link ScoringTicket#answerNow()} ends a record that has run out of time.
     *
     * @param maxCycles most cycles to run; 0 is depth zero, and as 1 for a model without it; a limit beyond the model's
     *     cycles changes nothing
     * @param timeLeft until the answer is due, from the submission on; not positive if that moment has passed
     * @param priority a higher one keeps its depth longer while the budget is short; 0 where nothing is said
     * @param tenant who pays, where tenants have shares of the budget
     * @param age how old the record is when it is handed over: how long it has waited in front of the engine
     */
    public record Terms(
            OptionalInt maxCycles, Optional<Duration> timeLeft, int priority, Optional<String> tenant, Duration age) {
        public static final Terms NONE =
                new Terms(OptionalInt.empty(), Optional.empty(), 0, Optional.empty(), Duration.ZERO);

        public Terms withMaxCycles(OptionalInt cycles) {
            return new Terms(cycles, timeLeft, priority, tenant, age);
        }

        public Terms withTimeLeft(Duration left) {
            return new Terms(maxCycles, Optional.of(left), priority, tenant, age);
        }

        public Terms withPriority(int value) {
            return new Terms(maxCycles, timeLeft, value, tenant, age);
        }

        public Terms withTenant(String name) {
            return new Terms(maxCycles, timeLeft, priority, Optional.of(name), age);
        }

        public Terms withAge(Duration waited) {
            return new Terms(maxCycles, timeLeft, priority, tenant, waited);
        }
    }
}
