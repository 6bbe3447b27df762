package io.fathom.model.bundle;

import java.util.List;

/**
 * What turns logits into probabilities and rejections, fitted on held-out data for every exit.
 *
 * @param temperatures one per cycle: probabilities are {@code softmax(logits / temperature)}
 * @param outOfScopeLabel the label that stands for out-of-scope, or empty where the task has none
 * @param outOfScopeThresholds one per cycle: a record is out of scope if the probability of its best in-scope label is
 *     below it; empty where the task has no out-of-scope records
 */
public record Calibration(List<Float> temperatures, String outOfScopeLabel, List<Float> outOfScopeThresholds) {

    public Calibration {
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
        for (float t : outOfScopeThresholds) {
            if (!(t >= 0 && t <= 1)) {
                throw new IllegalArgumentException("an out-of-scope threshold must be in 0..1, but was " + t);
            }
        }
    }

    /** Probabilities as the logits give them, nothing rejected. */
    public static Calibration none(int cycles) {
        return new Calibration(java.util.Collections.nCopies(cycles, 1f), "", List.of());
    }

    public boolean rejectsOutOfScope() {
        return !outOfScopeThresholds.isEmpty();
    }
}
