package io.fathom.model.training.experiment;

import java.util.List;

/**
 * What an experiment gave.
 *
 * @param parameters trained scalars
 * @param steps optimiser steps
 * @param trainingSeconds wall time of the training alone
 * @param tokensPerSecond of the training
 * @param measurements in the order of the settings, which differ
 */
public record Outcome(
        long parameters, int steps, double trainingSeconds, double tokensPerSecond, List<Measurement> measurements) {

    public Outcome {
        measurements = List.copyOf(measurements);
    }
}
