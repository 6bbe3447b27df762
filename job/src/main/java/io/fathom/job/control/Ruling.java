package io.fathom.job.control;

import io.fathom.job.engines.BundleRef;
import org.jspecify.annotations.Nullable;

/**
 * All that directives have put in force. Sent to every subtask when it changes, ahead of the records that it holds for.
 *
 * @param epoch number of changes so far
 * @param budget the budget by directive, or null if the configured one holds
 */
public record Ruling(long epoch, ModelRule model, DepthLimits limits, @Nullable BudgetTerms budget) {
    /** What holds before the first directive. */
    public static final Ruling CONFIGURED = new Ruling(0, ModelRule.only(BundleRef.CONFIGURED), DepthLimits.NONE, null);

    /** The stamp of an event under this ruling. */
    public Stamp stamp(String eventId) {
        return new Stamp(epoch, model.of(eventId), limits.maxCycles());
    }

    Ruling with(ModelRule next) {
        return new Ruling(epoch + 1, next, limits, budget);
    }

    Ruling with(DepthLimits next) {
        return new Ruling(epoch + 1, model, next, budget);
    }

    Ruling with(BudgetTerms next) {
        return new Ruling(epoch + 1, model, limits, next);
    }
}
