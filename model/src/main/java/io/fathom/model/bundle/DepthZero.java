package io.fathom.model.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * How the n-gram model of a bundle answers before the first layer, and its part in the answers of all later exits. With s
 * its log-probabilities,
 *
 * <pre>
 *   depth 0         p = softmax(s / temperature)
 *   after cycle c   p = softmax(logits / temperatures[c − 1] + mix[c − 1] · s)
 * </pre>
 *
 * All of it is fitted on records that the n-gram model was not trained on: on its own training texts it is overconfident.
 *
 * @param temperature of depth 0
 * @param outOfScopeThreshold of depth 0; there exactly if those of the cycles are
 * @param mix weight of s after each cycle, at least 0
 * @param tlopsPerToken measured cost of the n-gram model, in TLOps for each token of a text
 */
public record DepthZero(
        float temperature,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Float> outOfScopeThreshold,
        List<Float> mix,
        double tlopsPerToken) {

    public DepthZero {
        mix = List.copyOf(mix);
        if (!(temperature > 0) || Float.isInfinite(temperature)) {
            throw new IllegalArgumentException(
                    "the temperature of depth zero must be positive and finite, but was " + temperature);
        }
        outOfScopeThreshold.filter(t -> !(t >= 0 && t <= 1)).ifPresent(t -> {
            throw new IllegalArgumentException(
                    "the out-of-scope threshold of depth zero must be in 0..1, but was " + t);
        });
        for (float weight : mix) {
            if (!(weight >= 0) || Float.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "a weight of the n-gram model must be at least 0 and finite, but was " + weight);
            }
        }
        if (!(tlopsPerToken > 0) || Double.isInfinite(tlopsPerToken)) {
            throw new IllegalArgumentException(
                    "tlopsPerToken of depth zero must be above 0 and finite, but was " + tlopsPerToken);
        }
    }
}
