package io.fathom.job.control;

import io.fathom.job.engines.BundleRef;
import io.fathom.schemas.TextEvent;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What was in force when a record passed: it is in the checkpoint with the record, so that a replay obeys the same.
 *
 * @param epoch of the {@link Ruling}
 * @param bundle to score the record with
 * @param maxCycles most cycles of any record, or null for no limit but the model's
 */
public record Stamp(long epoch, BundleRef bundle, @Nullable Integer maxCycles) {

    /** The limit of depth for this event: the lower of its own and the one in force. */
    public OptionalInt maxCycles(TextEvent event) {
        Integer own = event.getMaxCycles();
        if (own == null && maxCycles == null) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(
                Math.min(own == null ? Integer.MAX_VALUE : own, maxCycles == null ? Integer.MAX_VALUE : maxCycles));
    }
}
