package io.fathom.job.metrics;

import java.util.function.IntSupplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What is in flight, for the operator that hands records to the engine. */
public final class EngineGauges {

    private EngineGauges() {}

    /** Each is asked whenever the metric is. */
    public static void register(MetricGroup operator, IntSupplier inFlight, IntSupplier waiting, IntSupplier active) {
        MetricGroup group = operator.addGroup(MetricNames.GROUP);
        group.gauge(MetricNames.IN_FLIGHT_RECORDS, (Gauge<Integer>) inFlight::getAsInt);
        group.gauge(MetricNames.ENGINE_WAITING_RECORDS, (Gauge<Integer>) waiting::getAsInt);
        group.gauge(MetricNames.ENGINE_ACTIVE_RECORDS, (Gauge<Integer>) active::getAsInt);
    }
}
