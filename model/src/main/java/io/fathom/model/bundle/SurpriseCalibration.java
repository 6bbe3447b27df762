package io.fathom.model.bundle;

import java.util.List;

/**
 * What a language model calls an anomaly.
 *
 * @param anomalyThresholds one per cycle: a record with more bits per character is an anomaly
 */
public record SurpriseCalibration(List<Float> anomalyThresholds) implements Calibration {

    public SurpriseCalibration {
        anomalyThresholds = List.copyOf(anomalyThresholds);
        for (float t : anomalyThresholds) {
            if (!(t >= 0) || Float.isInfinite(t)) {
                throw new IllegalArgumentException(
                        "an anomaly threshold must be at least 0 bits per character and finite, but was " + t);
            }
        }
    }

    @Override
    public int cycles() {
        return anomalyThresholds.size();
    }
}
