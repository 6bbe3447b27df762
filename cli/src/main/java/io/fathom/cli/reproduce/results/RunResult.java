package io.fathom.cli.reproduce.results;

import io.fathom.model.training.experiment.Measurement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a run gave.
 *
 * @param recipe fingerprint of all that determines the run but its seed and its data: code, sizes, hyper-parameters
 * @param data fingerprint of what it learned from
 * @param parameters trained scalars
 * @param steps optimiser steps
 * @param seconds wall time of the run
 * @param tokensPerSecond of the training
 * @param machine what it ran on, in words
 * @param measurements one a setting
 */
public record RunResult(
        RunKey key,
        String recipe,
        String data,
        long parameters,
        int steps,
        double seconds,
        double tokensPerSecond,
        String machine,
        List<Measurement> measurements) {

    public RunResult {
        measurements = List.copyOf(measurements);
        if (measurements.isEmpty()) {
            throw new IllegalArgumentException("a run must measure something, but " + key + " has no measurement");
        }
        List<String> settings = measurements.stream().map(Measurement::setting).toList();
        if (settings.stream().distinct().count() < settings.size()) {
            throw new IllegalArgumentException("settings of a run must differ, but those of " + key + " are "
                    + settings.stream().collect(Collectors.joining(", ")));
        }
    }

    public Optional<Measurement> measurement(String setting) {
        return measurements.stream().filter(m -> m.setting().equals(setting)).findFirst();
    }
}
