package io.fathom.model.bundle;

import java.util.List;

/**
 * What turns logits into probabilities and rejections.
 *
 * @param temperatures one per cycle: probabilities are {@code softmax(logits / temperature)}
 * @param outOfScopeLabel the label that stands for out-of-scope, or empty where the task has none
 * @param outOfScopeThresholds one per cycle: a record is out of scope if the probability of its best in-scope label is
 *     below it; empty where the task has no out-of-scope records
 */
public record LabelCalibration(List<Float> temperatures, String outOfScopeLabel, List<Float> outOfScopeThresholds)
        implements Calibration {

    public LabelCalibration {
        temperatures = List.copyOf(temperatures);
        outOfScopeThresholds = List.copyOf(outOfScopeThresholds);
        for (float t : temperatures) {
            if (!(t > 0) || Float.isInfinite(t)) {
                throw new IllegalArgumentException("a temperature must be positive and finite, but was " + t);
            }
        }
        if (outOfScopeLabel.isEmpty() != outOfScopeThresholds.isEmpty()) {
            throw new IllegalArgumentException("an out-of-scope label and its thresholds belong together");
        }
        if (!outOfScopeThresholds.isEmpty() && outOfScopeThresholds.size() != temperatures.size()) {
            throw new IllegalArgumentException("outOfScopeThresholds of the calibration must be " + temperatures.size()
                    + " (one per temperature), but were " + outOfScopeThresholds.size());
        }
        for (float t : outOfScopeThresholds) {
            if (!(t >= 0 && t <= 1)) {
                throw new IllegalArgumentException("an out-of-scope threshold must be in 0..1, but was " + t);
            }
        }
    }

    /** Probabilities as the logits give them, nothing rejected. */
    public static LabelCalibration none(int cycles) {
        return new LabelCalibration(java.util.Collections.nCopies(cycles, 1f), "", List.of());
    }

    @Override
    public int cycles() {
        return temperatures.size();
    }

    @Override
    public boolean rejectsOutOfScope() {
        return !outOfScopeThresholds.isEmpty();
    }
}
