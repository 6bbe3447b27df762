package io.fathom.cli.reference;

import io.fathom.cli.markdown.Markdown;
import io.fathom.job.metrics.Metric;
import io.fathom.job.metrics.Metric.Scope;
import io.fathom.job.metrics.MetricDescription;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every metric of the job, by the operator that registers it. */
final class MetricsPage {
    private MetricsPage() {}

    static String text() {
        Markdown page = new Markdown()
                .heading(1, "Metrics")
                .paragraph(ReferencePages.ORIGIN)
                .paragraph("All are metrics of an operator, in its group `fathom`. Flink's Prometheus reporter writes"
                        + " `flink_taskmanager_job_task_operator_fathom_NAME`, and for a metric with a variable"
                        + " `flink_taskmanager_job_task_operator_fathom_VARIABLE_NAME{VARIABLE=\"...\"}`; counters are"
                        + " gauges there, and histograms summaries with the label `quantile` (of the last 2048 values"
                        + " of each subtask, so quantiles cannot be added up).")
                .paragraph("**Scope** says how values may be put together. `subtask`: add them up."
                        + " `TaskManager`: each subtask of a TaskManager shows the same, so take the largest of each"
                        + " `tm_id` and add those up.");
        byOperator().forEach((operator, metrics) -> {
            page.heading(2, "Operator `" + operator + "`");
            page.table(
                    List.of("metric", "variable", "type", "unit", "scope", "meaning"),
                    metrics.stream().map(MetricsPage::row).toList());
        });
        return page.heading(2, "Flink's own that belong on the same dashboard")
                .table(
                        List.of("metric (Prometheus)", "meaning"),
                        List.of(
                                List.of(
                                        "`flink_taskmanager_job_task_operator_pendingRecords`",
                                        "Lag: records of the events topic that the source has not read yet."),
                                List.of(
                                        "`flink_taskmanager_job_task_operator_numRecordsIn`",
                                        "Of the operator `decode`: events read."),
                                List.of(
                                        "`flink_jobmanager_job_numRestarts`",
                                        "Restarts of the job. An engine that stops by itself fails its task, and is"
                                                + " opened anew by the restart."),
                                List.of(
                                        "`flink_jobmanager_job_lastCheckpointDuration`, `_lastCheckpointSize`,"
                                                + " `_numberOfFailedCheckpoints`",
                                        "Predictions become visible with a checkpoint; what is in flight is in it.")))
                .toString();
    }

    private static Map<String, List<MetricDescription>> byOperator() {
        Map<String, List<MetricDescription>> byOperator = new LinkedHashMap<>();
        MetricDescription.all().stream()
                .flatMap(described -> Arrays.stream(described.metric().operators()))
                .distinct()
                .sorted()
                .forEach(operator -> byOperator.put(
                        operator,
                        MetricDescription.all().stream()
                                .filter(described ->
                                        List.of(described.metric().operators()).contains(operator))
                                .toList()));
        return byOperator;
    }

    private static List<String> row(MetricDescription described) {
        Metric metric = described.metric();
        return List.of(
                "`" + described.name() + "`",
                metric.variable().isEmpty() ? "" : "`" + metric.variable() + "`",
                metric.type().toString().toLowerCase(Locale.ROOT),
                metric.unit(),
                metric.scope() == Scope.SUBTASK ? "subtask" : "TaskManager",
                metric.meaning());
    }
}
