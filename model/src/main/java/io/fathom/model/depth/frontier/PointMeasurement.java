package io.fathom.model.depth.frontier;

import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.OperatingPoint;
import io.fathom.model.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A point of a frontier on records that it was not made of.
 *
 * @param index of the point
 * @param point as the frontier promises it
 * @param measured on the records
 * @param records how many they are; where they have weights, how many of equal weight would scatter as much
 */
public record PointMeasurement(int index, OperatingPoint point, StoppingMeans measured, double records) {

    /**
     * Measures every point.
     *
     * @param tables what stopping by the frontier's score gives on the records, with the gate of the point
     */
    public static List<PointMeasurement> of(
            DepthFrontier frontier, Function<OperatingPoint, StoppingTable> tables, double records) {
        List<PointMeasurement> measurements = new ArrayList<>();
        for (int i = 0; i < frontier.size(); i++) {
            OperatingPoint point = frontier.point(i);
            StoppingTable table = tables.apply(point);
            float[] thresholds = new float[point.thresholds().size()];
            for (int c = 0; c < thresholds.length; c++) {
                thresholds[c] = point.thresholds().get(c);
            }
            measurements.add(new PointMeasurement(i, point, table.mean(table.stops(thresholds)), records));
        }
        return measurements;
    }

    /** Where the cost of so many records was to lie. */
    public Estimate cost() {
        return point.cost().forSample(records);
    }

    /** Where the quality of so many records was to lie. */
    public Estimate quality() {
        return point.quality().forSample(records);
    }

    /** Where the agreement with full depth was to lie; empty where the frontier does not say. */
    public Optional<Estimate> agreement() {
        return point.agreement().map(estimate -> estimate.forSample(records));
    }

    public boolean costHolds() {
        return cost().holds(measured.cost());
    }

    public boolean qualityHolds() {
        return quality().holds(measured.quality());
    }

    /** True also where the frontier promises none. */
    public boolean agreementHolds() {
        return agreement().map(a -> a.holds(measured.agreement())).orElse(true);
    }
}
