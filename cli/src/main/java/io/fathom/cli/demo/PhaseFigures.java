package io.fathom.cli.demo;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What the answers to the events of one phase came to.
 *
 * @param answers how many
 * @param quality share that is right, of those whose label is known; empty where none is
 * @param p99Millis 99th percentile of the time from an event's creation to its answer, nearest rank; 0 without answers
 */
record PhaseFigures(int answers, OptionalDouble quality, long p99Millis) {
    private static final PhaseFigures NONE = new PhaseFigures(0, OptionalDouble.empty(), 0);

    /** All phases, those without answers too. */
    static Map<SurgePhase, PhaseFigures> of(List<SurgeSample> samples) {
        Map<SurgePhase, PhaseFigures> figures = new EnumMap<>(SurgePhase.class);
        for (SurgePhase phase : SurgePhase.values()) {
            figures.put(phase, NONE);
        }
        samples.stream()
                .collect(Collectors.groupingBy(SurgeSample::phase))
                .forEach((phase, some) -> figures.put(phase, ofOne(some)));
        return figures;
    }

    private static PhaseFigures ofOne(List<SurgeSample> samples) {
        List<Long> latencies = samples.stream()
                .map(SurgeSample::latencyMillis)
                .sorted(Comparator.naturalOrder())
                .toList();
        return new PhaseFigures(
                samples.size(),
                samples.stream()
                        .flatMap(s -> s.right().stream())
                        .mapToDouble(right -> right ? 1 : 0)
                        .average(),
                latencies.get((int) Math.ceil(0.99 * latencies.size()) - 1));
    }
}
