package io.fathom.job.metrics;

import io.fathom.model.depth.ExitReason;
import io.fathom.model.engine.Answer.Classification;
import io.fathom.model.engine.Answer.Surprise;
import io.fathom.model.engine.ScoringResult;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * Depth, cost and time of answers. Updated on the task thread only.
 *
 * <p>The histograms are Flink's own: they keep the last {@link #WINDOW} values, an update is one write into an array, and
 * they are part of every TaskManager, where Dropwizard's would add two libraries for a sampled version of the same.
 */
public final class AnswerMetrics {
    private static final int WINDOW = 2048;

    private final MetricGroup group;
    private final Histogram depthCycles;
    private final Histogram queueMicros;
    private final Histogram computeMicros;
    private final Histogram batchRows;
    private final Counter spentTlops;
    private final Counter truncated;
    private final Counter outOfScope;
    private final Counter anomalous;
    private final Map<ExitReason, Counter> exits = new EnumMap<>(ExitReason.class);
    private final Map<Integer, Counter> depths = new HashMap<>();

    public AnswerMetrics(MetricGroup operator) {
        group = operator.addGroup(MetricNames.GROUP);
        depthCycles = histogram(group, MetricNames.DEPTH_CYCLES);
        queueMicros = histogram(group, MetricNames.QUEUE_MICROS);
        computeMicros = histogram(group, MetricNames.COMPUTE_MICROS);
        batchRows = histogram(group, MetricNames.BATCH_ROWS);
        spentTlops = group.counter(MetricNames.SPENT_TLOPS);
        truncated = group.counter(MetricNames.TRUNCATED_RECORDS);
        outOfScope = group.counter(MetricNames.OUT_OF_SCOPE_RECORDS);
        anomalous = group.counter(MetricNames.ANOMALOUS_RECORDS);
        for (ExitReason reason : ExitReason.values()) {
            exits.put(reason, group.addGroup(MetricNames.REASON, reason.name()).counter(MetricNames.EXIT_RECORDS));
        }
    }

    public void record(ScoringResult result) {
        depthCycles.update(result.trace().cyclesUsed());
        queueMicros.update(result.cost().queueNanos() / 1000);
        computeMicros.update(result.cost().computeNanos() / 1000);
        batchRows.update(result.cost().batchRows());
        spentTlops.inc(result.cost().tlops());
        if (result.trace().truncated()) {
            truncated.inc();
        }
        if (result.answer() instanceof Classification classification && classification.outOfScope()) {
            outOfScope.inc();
        }
        if (result.answer() instanceof Surprise surprise && surprise.anomalous()) {
            anomalous.inc();
        }
        depths.computeIfAbsent(result.trace().cyclesUsed(), this::depth).inc();
        Objects.requireNonNull(exits.get(result.trace().exitReason())).inc();
    }

    /** A depth appears with its first answer: only the bundle knows how deep it goes. */
    private Counter depth(int cycles) {
        return group.addGroup(MetricNames.CYCLES, Integer.toString(cycles)).counter(MetricNames.DEPTH_RECORDS);
    }

    private static Histogram histogram(MetricGroup group, String name) {
        return group.histogram(name, new DescriptiveStatisticsHistogram(WINDOW));
    }
}
