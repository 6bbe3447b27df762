package io.fathom.cli.demo;

import io.fathom.cli.CommandException;
import java.util.List;

/**
 * What the job does at full depth when there is always work.
 *
 * @param tlopsPerSecond by all workers together
 * @param tlopsOfEvent mean cost of an event at full depth
 */
record Capacity(double tlopsPerSecond, double tlopsOfEvent) {

    /** Events a second. */
    double eventsPerSecond() {
        return tlopsPerSecond / tlopsOfEvent;
    }

    /**
     * From a run at full depth whose events were sent as fast as they were taken.
     *
     * @param skipMillis from the first answer on, until it runs at full speed
     * @param untilMillis from the first answer on, to where the sender stopped
     */
    static Capacity of(List<SurgeSample> samples, long skipMillis, long untilMillis) {
        long first = samples.stream().mapToLong(SurgeSample::scoredAt).min().orElse(0);
        long from = first + skipMillis;
        long to = first + untilMillis;
        double tlops = samples.stream()
                .filter(s -> s.scoredAt() > from && s.scoredAt() <= to)
                .mapToLong(SurgeSample::tlops)
                .sum();
        if (to <= from || tlops == 0) {
            throw CommandException.failed("the capacity must be measured on answers, but none came between "
                    + skipMillis + " and " + untilMillis + " ms after the first; run with --debug to see the log");
        }
        return new Capacity(
                tlops / (to - from) * 1000,
                samples.stream().mapToLong(SurgeSample::tlops).average().orElseThrow());
    }
}
