package io.fathom.job.control;

import io.fathom.job.engines.BundleRef;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which bundle a record goes to: one for all, or a second one, the canary, for a share of them.
 *
 * <p>The share is a range of the hash of the event's id, FNV-1a (64 bit) and a final mix. So an id goes to the same bundle
 * whenever and wherever it is scored, and a canary whose share grows keeps the ids that it had.
 *
 * @param canary gets {@code canaryShare} of the ids; null for none
 * @param canaryShare between 0 and 1, 0 if there is no canary
 */
public record ModelRule(BundleRef stable, @Nullable BundleRef canary, double canaryShare) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

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

    /** Where the id lies between 0 and 1, evenly spread over ids. */
    static double position(String eventId) {
        long hash = FNV_OFFSET;
        for (byte b : eventId.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        // The high bits of FNV-1a hardly see the last characters, where ids differ most; this is MurmurHash3's last
        // step.
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return ((hash ^ (hash >>> 33)) >>> 11) * 0x1p-53;
    }

    @Override
    public String toString() {
        return canary == null ? stable.toString() : stable + " and " + canary + " for " + canaryShare + " of the ids";
    }
}
