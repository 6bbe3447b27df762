package io.fathom.bench;

import io.fathom.job.metrics.Metric;
import io.fathom.job.metrics.MetricDescription;
import io.fathom.job.metrics.MetricNames;
import io.fathom.model.depth.ExitReason;
import io.fathom.schemas.DeadLetterStage;

/**
 * Time series of Fathom's own metrics in Prometheus, at most: all points of a frontier, all cycles and all reasons seen.
 *
 * @param points of the frontier
 * @param cycles of the model
 * @param perSubtask series of each subtask; Flink's own are not among them
 */
record MetricSeries(int points, int cycles, int perSubtask) {
    /** What Flink's reporter writes for a histogram: a count and six quantiles. */
    private static final int HISTOGRAM_SERIES = 7;

    static MetricSeries of(int points, int cycles) {
        int sum = 0;
        for (MetricDescription metric : MetricDescription.all()) {
            sum += metric.metric().operators().length
                    * values(metric.metric().variable(), points, cycles)
                    * (metric.metric().type() == Metric.Type.HISTOGRAM ? HISTOGRAM_SERIES : 1);
        }
        return new MetricSeries(points, cycles, sum);
    }

    private static int values(String variable, int points, int cycles) {
        return switch (variable) {
            case "" -> 1;
            case MetricNames.POINT -> points;
            case MetricNames.CYCLES -> cycles;
            case MetricNames.REASON -> ExitReason.values().length;
            case MetricNames.STAGE -> DeadLetterStage.values().length - 1; // Without UNKNOWN, which is for readers.
            default ->
                throw new IllegalArgumentException(
                        "a metric's variable must be one that has a known number of values, but was '" + variable
                                + "'");
        };
    }
}
