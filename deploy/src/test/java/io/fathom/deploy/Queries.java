package io.fathom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.job.metrics.Metric;
import io.fathom.job.metrics.MetricDescription;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.runtime.metrics.MetricNames;

/** Rules for PromQL that only who knows the metrics can check; that it is PromQL at all, promtool does. */
final class Queries {
    private static final Pattern METRIC = Pattern.compile("\\bflink_\\w+");

    private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
    private static final String JOB = "flink_jobmanager_job_";

    /** Metrics of Flink that we use, as its Prometheus reporter spells them. */
    private static final Set<String> FLINKS = Set.of(
            OPERATOR + MetricNames.IO_NUM_RECORDS_IN,
            OPERATOR + MetricNames.PENDING_RECORDS,
            JOB + MetricNames.NUM_RESTARTS,
            "flink_jobmanager_" + MetricNames.NUM_RUNNING_JOBS,
            // Flink keeps these to itself, in DefaultCheckpointStatsTracker.
            JOB + "lastCheckpointDuration",
            JOB + "numberOfCompletedCheckpoints");

    private static final Map<String, MetricDescription> OURS = MetricDescription.all().stream()
            .collect(Collectors.toMap(MetricDescription::prometheusName, Function.identity()));

    /** In front of a metric that every subtask of a TaskManager shows: one of them, or the extreme of all. */
    private static final Pattern ONE_OF_THEM =
            Pattern.compile("(?:(?:max|min) by \\(job_name(?:, tm_id)?\\) \\((?:increase\\()?)$");

    private Queries() {}

    /** Fails on a metric that nothing registers, and on a sum that counts a TaskManager once for each of its subtasks. */
    static void check(String query) {
        Matcher found = METRIC.matcher(query);
        assertThat(found.find()).as("a metric in " + query).isTrue();
        do {
            String name = found.group();
            MetricDescription ours = OURS.get(name);
            if (ours == null) {
                assertThat(FLINKS).as(query).contains(name);
                continue;
            }
            if (ours.metric().scope() == Metric.Scope.TASK_MANAGER) {
                assertThat(query.substring(0, found.start()))
                        .as("before " + name)
                        .containsPattern(ONE_OF_THEM);
            }
            if (ours.metric().type() == Metric.Type.HISTOGRAM) {
                assertThat(query.substring(found.end())).as("after " + name).startsWith("{quantile=\"");
            }
        } while (found.find());
    }
}
