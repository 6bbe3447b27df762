package io.fathom.model.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What turns logits into probabilities and rejections.
 *
 * @param temperatures one per cycle: probabilities are {@code softmax(logits / temperature)}
 * @param outOfScopeLabel the label that stands for out-of-scope, or empty where the task has none
 * @param outOfScopeThresholds one per cycle: a record is out of scope if the probability of its best in-scope label is
 *     below it; empty where the task has no out-of-scope records
 * @param depthZero of the n-gram model that answers before the first cycle and is mixed into all later answers; empty where
 *     the bundle has none
 */
public record LabelCalibration(
        List<Float> temperatures,
        String outOfScopeLabel,
        List<Float> outOfScopeThresholds,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<DepthZero> depthZero)
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
        if (depthZero.isPresent()) {
            requireFit(depthZero.get(), temperatures.size(), !outOfScopeThresholds.isEmpty());
        }
    }

    private static void requireFit(DepthZero zero, int cycles, boolean rejects) {
        if (zero.mix().size() != cycles) {
            throw new IllegalArgumentException("mix of depth zero must be " + cycles
                    + " (one per temperature), but was " + zero.mix().size());
        }
        if (zero.outOfScopeThreshold().isPresent() != rejects) {
            throw new IllegalArgumentException(
                    "depth zero must have an out-of-scope threshold exactly if the cycles have, but it "
                            + (rejects ? "has none" : "has one"));
        }
    }

    /** Of a model without depth zero. */
    public LabelCalibration(List<Float> temperatures, String outOfScopeLabel, List<Float> outOfScopeThresholds) {
        this(temperatures, outOfScopeLabel, outOfScopeThresholds, Optional.empty());
    }

    /** The same with depth zero. */
    public LabelCalibration with(DepthZero zero) {
        return new LabelCalibration(temperatures, outOfScopeLabel, outOfScopeThresholds, Optional.of(zero));
    }

    /** The temperature of an exit: the depth 0 of a model that has it, or after a cycle. */
    public float temperature(int depth) {
        return depth == 0 ? zero().temperature() : temperatures.get(depth - 1);
    }

    /** The weight of the n-gram model's log-probabilities after a cycle; 0 without depth zero. */
    public float mix(int cycle) {
        return depthZero.map(zero -> zero.mix().get(cycle - 1)).orElse(0f);
    }

    /** The out-of-scope threshold at a depth; only if it {@link #rejectsOutOfScope}. */
    public float outOfScopeThreshold(int depth) {
        return depth == 0 ? zero().outOfScopeThreshold().orElseThrow() : outOfScopeThresholds.get(depth - 1);
    }

    private DepthZero zero() {
        return depthZero.orElseThrow(() -> new IllegalArgumentException("the model has no depth zero"));
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
