package io.fathom.job.metrics;

import io.fathom.model.engine.ScoringEngine;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What is in flight and what failed, for the operator that hands records to the engines. */
public final class EngineGauges {

    private EngineGauges() {}

    /**
     * Each is asked whenever the metric is.
     *
     * @param engines of the process, as far as the operator's records go to them
     */
    public static void register(MetricGroup operator, IntSupplier inFlight, Supplier<List<ScoringEngine>> engines) {
        MetricGroup group = operator.addGroup(MetricNames.GROUP);
        group.gauge(MetricNames.IN_FLIGHT_RECORDS, (Gauge<Integer>) inFlight::getAsInt);
        sum(group, MetricNames.ENGINE_WAITING_RECORDS, engines, e -> e.stats().waiting());
        sum(group, MetricNames.ENGINE_ACTIVE_RECORDS, engines, e -> e.stats().active());
        sum(group, MetricNames.ENGINE_FAILED_RECORDS, engines, e -> e.stats().failed());
        sum(group, MetricNames.ENGINE_SPLIT_BATCHES, engines, e -> e.stats().splitBatches());
        sum(group, MetricNames.ENGINE_FALLBACKS, engines, e -> e.placement().fallback() ? 1 : 0);
    }

    private static void sum(
            MetricGroup group,
            String name,
            Supplier<List<ScoringEngine>> engines,
            ToLongFunction<ScoringEngine> number) {
        group.gauge(name, (Gauge<Long>)
                () -> engines.get().stream().mapToLong(number).sum());
    }
}
