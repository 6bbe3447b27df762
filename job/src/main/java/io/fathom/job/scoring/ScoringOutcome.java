package io.fathom.job.scoring;

import io.fathom.job.decode.AcceptedEvent;
import io.fathom.model.budget.AuditOutcome;
import io.fathom.model.budget.BudgetLevel;
import io.fathom.model.bundle.ModelIdentity;
import io.fathom.model.engine.Answer.Classification;
import io.fathom.model.engine.Answer.Surprise;
import io.fathom.model.engine.ScoringResult;
import io.fathom.model.engine.ScoringResult.Cost;
import io.fathom.model.engine.ScoringResult.Trace;
import io.fathom.schemas.DeadLetterStage;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event: exactly one of {@code answer} and {@code rejection}.
 *
 * <p>One record with two nullable parts, not a sealed interface: async functions have no side outputs, so both kinds travel
 * in one stream, and Flink writes a record field by field where an interface would fall back to Kryo.
 *
 * @param answer what the engine found, or null
 * @param rejection why there is no answer, or null
 * @param completedAtMillis when the answer or rejection was ready, milliseconds since 1970 by the worker's clock
 * @param subtask index of the subtask that submitted the event
 */
public record ScoringOutcome(
        AcceptedEvent input,
        @Nullable Answer answer,
        @Nullable Rejection rejection,
        long completedAtMillis,
        int subtask) {

    public ScoringOutcome {
        if ((answer == null) == (rejection == null)) {
            throw new IllegalArgumentException("an outcome must have either an answer or a rejection");
        }
    }

    static ScoringOutcome scored(
            AcceptedEvent input, ModelIdentity model, ScoringResult result, long atMillis, int subtask) {
        return new ScoringOutcome(input, Answer.of(model, result), null, atMillis, subtask);
    }

    static ScoringOutcome rejected(AcceptedEvent input, String errorClass, String message, long atMillis, int subtask) {
        return new ScoringOutcome(input, null, new Rejection(errorClass, message), atMillis, subtask);
    }

    static ScoringOutcome shed(AcceptedEvent input, String message, long atMillis, int subtask) {
        return rejected(input, Rejection.BUDGET, message, atMillis, subtask);
    }

    /**
     * A result and the model that gave it, taken apart for Flink: exactly one of {@code classification} and {@code
     * surprise}.
     */
    public record Answer(
            ModelIdentity model,
            @Nullable Classification classification,
            @Nullable Surprise surprise,
            Trace trace,
            Cost cost,
            @Nullable Integer operatingPoint,
            @Nullable BudgetLevel budgetLevel,
            @Nullable AuditOutcome auditOutcome) {

        public Answer {
            if ((classification == null) == (surprise == null)) {
                throw new IllegalArgumentException("an answer must be either a classifier's or a language model's");
            }
        }

        public static Answer of(ModelIdentity model, ScoringResult result) {
            return new Answer(
                    model,
                    result.answer() instanceof Classification c ? c : null,
                    result.answer() instanceof Surprise s ? s : null,
                    result.trace(),
                    result.cost(),
                    result.place().operatingPoint().isPresent()
                            ? result.place().operatingPoint().getAsInt()
                            : null,
                    result.place().level().orElse(null),
                    result.place().audit().orElse(null));
        }

        private String summary() {
            return surprise == null
                    ? Objects.requireNonNull(classification).label()
                    : surprise.bitsPerCharacter() + " bits per character";
        }

        /** Put together again. */
        public ScoringResult result() {
            return new ScoringResult(
                    surprise == null ? Objects.requireNonNull(classification) : surprise,
                    trace,
                    cost,
                    new ScoringResult.Place(
                            operatingPoint == null ? OptionalInt.empty() : OptionalInt.of(operatingPoint),
                            Optional.ofNullable(budgetLevel),
                            Optional.ofNullable(auditOutcome)));
        }
    }

    /** The kind of error and a sentence about it. */
    public record Rejection(String errorClass, String message) {
        /** The kind of those that the budget had no room for. */
        public static final String BUDGET = "BUDGET";

        /** Where on its way the event ended. */
        public DeadLetterStage stage() {
            return errorClass.equals(BUDGET) ? DeadLetterStage.ADMIT : DeadLetterStage.SCORE;
        }
    }

    /** Without the text, which is not for logs. */
    @Override
    public String toString() {
        return "ScoringOutcome[" + input + ", " + (answer == null ? rejection : answer.summary()) + "]";
    }
}
