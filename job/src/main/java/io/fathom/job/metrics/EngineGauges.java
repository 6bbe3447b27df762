package io.fathom.job.metrics;

import io.fathom.model.engine.ScoringEngine;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What is in flight, for the operator that hands records to the engine. */
public final class EngineGauges {

    private EngineGauges() {}

    public static void register(MetricGroup operator, IntSupplier inFlight, ScoringEngine engine) {
        MetricGroup group = operator.addGroup(MetricNames.GROUP);
        group.gauge(MetricNames.IN_FLIGHT_RECORDS, (Gauge<Integer>) inFlight::getAsInt);
        group.gauge(MetricNames.ENGINE_WAITING_RECORDS, (Gauge<Integer>)
                () -> engine.stats().waiting());
        group.gauge(MetricNames.ENGINE_ACTIVE_RECORDS, (Gauge<Integer>)
                () -> engine.stats().active());
    }
}
