package io.fathom.model.depth;

import java.util.List;
import java.util.Optional;

/**
 * Estimates after each cycle how probable it is that the answer already equals the full-depth answer: one logistic
 * regression a cycle, fitted on held-out data.
 *
 * <p>Why heads by themselves: attention heads specialise, and high zero attention says "done" in one and "at work" in
 * another; their mean is no better than chance for single records, where the probe's area under the curve is above 0.9
 * (depth.md 1.4). Why with the confidence: networks that are trained on their last cycle are confidently wrong early, all
 * others are not. What it cannot see: data of another kind than what it was fitted on.
 *
 * @param inputs what it reads
 * @param cycles entry c for the signal of cycle c + 1; none for the last cycle, where there is nothing to decide
 * @param depthZero for depth zero, where there are no heads: it reads the confidence alone, whatever the inputs are; empty
 *     where the model has no depth zero
 */
public record ExitProbe(ProbeInputs inputs, List<LogisticModel> cycles, Optional<LogisticModel> depthZero) {

    public ExitProbe {
        cycles = List.copyOf(cycles);
        depthZero
                .filter(model -> model.weights().size() != ProbeInputs.CONFIDENCE.size(0))
                .ifPresent(model -> {
                    throw new IllegalArgumentException("the regression of depth zero must have "
                            + ProbeInputs.CONFIDENCE.size(0) + " weights (the confidence and its logit), but has "
                            + model.weights().size());
                });
    }

    /** Of a model without depth zero. */
    public ExitProbe(ProbeInputs inputs, List<LogisticModel> cycles) {
        this(inputs, cycles, Optional.empty());
    }

    /** @throws IllegalArgumentException if no probe of these inputs is among them, in words that say how to get one */
    public static ExitProbe among(List<ExitProbe> probes, ProbeInputs inputs) {
        return probes.stream()
                .filter(probe -> probe.inputs() == inputs)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the policy '" + inputs.policyName()
                        + "' needs a probe that is fitted to the model, but the bundle has none: fit one with"
                        + " 'fathom calibrate', or choose another policy"));
    }

    /** @throws IllegalArgumentException if it does not fit a model of so many cycles and signals of single heads */
    public void requireFits(int modelCycles, int heads) {
        if (cycles.size() != modelCycles - 1) {
            throw new IllegalArgumentException("the " + inputs.policyName() + " must have " + (modelCycles - 1)
                    + " regressions (one per cycle but the last), but has " + cycles.size());
        }
        for (LogisticModel cycle : cycles) {
            if (cycle.weights().size() != inputs.size(heads)) {
                throw new IllegalArgumentException("each regression of the " + inputs.policyName() + " must have "
                        + inputs.size(heads) + " weights (signals of the architecture), but one has "
                        + cycle.weights().size());
            }
        }
    }

    /**
     * Probability that the answer equals the full-depth answer; 1 after the last cycle.
     *
     * @param cycle the cycle just run, from 1, or 0 for depth zero
     */
    public float settled(int cycle, ExitFeatures features) {
        if (cycle == 0) {
            return depthZero
                    .map(model -> model.probability(features.of(ProbeInputs.CONFIDENCE)))
                    .orElse(0f);
        }
        return cycle > cycles.size() ? 1 : cycles.get(cycle - 1).probability(features.of(inputs));
    }
}
