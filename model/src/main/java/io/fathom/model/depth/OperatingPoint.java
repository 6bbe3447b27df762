package io.fathom.model.depth;

import io.fathom.model.statistics.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What to stop at: one point of the measured curve of quality against compute. Its intervals are those of another sample of
 * as many records: what is measured on new records of the same kind lies within them.
 *
 * @param thresholds one for each depth but the last: stop at depth d where the frontier's {@link ExitScore} is at least
 *     {@code thresholds[d − firstDepth]}, in 0..1; 0 stops every record, infinity none
 * @param gateThreshold halting probability from which on a token skips a layer, where routers let it; empty where tokens
 *     take every layer. The dial of networks of one cycle
 * @param cost mean TLOps of a token, so that times tokens it is the TLOps of a record, with its 95 % interval
 * @param quality higher is better: the share of right answers, or −bits per character; with its 95 % interval
 * @param agreement share of the answers that say the same as those at full depth, with its 95 % interval; empty where it was
 *     not measured
 */
public record OperatingPoint(
        List<Float> thresholds,
        OptionalDouble gateThreshold,
        Estimate cost,
        Estimate quality,
        Optional<Estimate> agreement) {

    public OperatingPoint {
        thresholds = List.copyOf(thresholds);
        for (float threshold : thresholds) {
            if (!(threshold >= 0 && (threshold <= 1 || threshold == Float.POSITIVE_INFINITY))) {
                throw new IllegalArgumentException(
                        "a threshold of an operating point must be between 0 and 1, or infinite for never, but was "
                                + threshold);
            }
        }
        if (gateThreshold.isPresent() && !(gateThreshold.getAsDouble() >= 0 && gateThreshold.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("gateThreshold of an operating point must be between 0 and 1, but was "
                    + gateThreshold.getAsDouble());
        }
        if (!(cost.mean() > 0) || !cost.isBounded() || !quality.isBounded()) {
            throw new IllegalArgumentException(
                    "cost of an operating point must be above 0, and cost and quality finite," + " but were " + cost
                            + " and " + quality);
        }
        agreement.filter(a -> !(a.low() >= 0 && a.high() <= 1)).ifPresent(a -> {
            throw new IllegalArgumentException(
                    "agreement of an operating point must lie between 0 and 1, but was " + a);
        });
    }

    /** Of which nobody knows how often its answers are those of full depth. */
    public OperatingPoint(List<Float> thresholds, OptionalDouble gateThreshold, Estimate cost, Estimate quality) {
        this(thresholds, gateThreshold, cost, quality, Optional.empty());
    }
}
