package io.fathom.job.metrics;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One metric of {@link MetricNames} and what is said of it there.
 *
 * @param name within the group {@link MetricNames#GROUP}
 */
public record MetricDescription(String name, Metric metric) {
    /** Where Flink's default scope formats put an operator's metrics in Prometheus. */
    private static final String PROMETHEUS = "flink_taskmanager_job_task_operator_";

    /** All metrics, in the order of {@link MetricNames}. */
    public static List<MetricDescription> all() {
        return Arrays.stream(MetricNames.class.getFields())
                .filter(field -> field.isAnnotationPresent(Metric.class))
                .map(MetricDescription::of)
                .toList();
    }

    /** As Flink's Prometheus reporter spells it; the variable is a label as well. */
    public String prometheusName() {
        return PROMETHEUS
                + MetricNames.GROUP
                + (metric.variable().isEmpty() ? "" : "_" + metric.variable())
                + "_"
                + name;
    }

    private static MetricDescription of(Field field) {
        try {
            return new MetricDescription(
                    (String) field.get(null), Objects.requireNonNull(field.getAnnotation(Metric.class)));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
