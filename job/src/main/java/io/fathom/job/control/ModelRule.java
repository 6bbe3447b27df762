package io.fathom.job.control;

import io.fathom.job.engines.BundleRef;
import io.fathom.model.budget.IdSample;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which bundle a record goes to: one for all, or a second one, the canary, for a share of them.
 *
 * <p>The share is an {@link IdSample} of the event's id. So an id goes to the same bundle
 * whenever and wherever it is scored, and a canary whose share grows keeps the ids that it had.
 *
 * @param canary gets {@code canaryShare} of the ids; null for none
 * @param canaryShare between 0 and 1, 0 if there is no canary
 */
public record ModelRule(BundleRef stable, @Nullable BundleRef canary, double canaryShare) {
    private static final long SALT = 0;

    public ModelRule {
        if (!(canary == null ? canaryShare == 0 : canaryShare > 0 && canaryShare < 1)) {
            throw new IllegalArgumentException(
                    "canaryShare must be between 0 and 1, and 0 without a canary, but was " + canaryShare);
        }
    }

    public static ModelRule only(BundleRef bundle) {
        return new ModelRule(bundle, null, 0);
    }

    /** The bundle for an event. */
    public BundleRef of(String eventId) {
        return canary != null && position(eventId) < canaryShare ? canary : stable;
    }

    /** Every bundle that an event may go to. */
    public Set<BundleRef> bundles() {
        return canary == null || canary.equals(stable) ? Set.of(stable) : Set.of(stable, canary);
    }

    /** Where the id lies between 0 and 1. */
    static double position(String eventId) {
        return IdSample.position(eventId, SALT);
    }

    @Override
    public String toString() {
        return canary == null ? stable.toString() : stable + " and " + canary + " for " + canaryShare + " of the ids";
    }
}
